import { hash, randomBytes } from "node:crypto";

/** What a token begins with says what it is: searchable where one was published by mistake. */
export const TOKEN_PREFIXES = { api: "zen_", login: "zenl_", activation: "zena_" } as const;
export type TokenKind = keyof typeof TOKEN_PREFIXES;

/** 256 random bits, so that nobody guesses one. */
export function newToken(kind: TokenKind): string {
  return TOKEN_PREFIXES[kind] + randomBytes(32).toString("base64url");
}

/** What is kept of a token. Quick, since what it hashes cannot be guessed. */
export function hashToken(token: string): string {
  return hash("sha256", token);
}

export function isTokenOf(kind: TokenKind, text: string): boolean {
  return text.startsWith(TOKEN_PREFIXES[kind]);
}

/** What a page must send along with its cookie: only who may read our answers has it. */
export function csrfToken(loginToken: string): string {
  return hash("sha256", `csrf ${loginToken}`, "base64url");
}
