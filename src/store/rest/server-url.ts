import { ZenError } from "../../domain/errors.js";

export interface ServerUrl {
  /** Without a slash at the end; paths of the API follow. */
  readonly base: string;
  /** As people are told: `host:port`. */
  readonly host: string;
}

/** Errors: `invalid_input`. */
export function parseServerUrl(url: string): ServerUrl {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isHttp = parsed?.protocol === "http:" || parsed?.protocol === "https:";
  if (parsed === undefined || !isHttp) {
    // It may have a password in it, so it is not said again.
    throw new ZenError("invalid_input", "The URL of the store is none of a server.", {
      hint: "Write https://host or http://host:port.",
    });
  }
  const { protocol, hostname, port, pathname, username, password } = parsed;
  if (username !== "" || password !== "") {
    throw new ZenError("invalid_input", "A server's URL takes no user and no password.", {
      hint: `Write ${protocol}//${parsed.host}, and give a token by ZENML_API_TOKEN.`,
    });
  }
  const defaultPort = protocol === "https:" ? "443" : "80";
  return {
    base: `${protocol}//${parsed.host}${pathname.replace(/\/+$/, "")}`,
    host: `${hostname}:${port || defaultPort}`,
  };
}
