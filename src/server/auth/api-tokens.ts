// Tokens for programs: shown once, kept as a hash, narrowed by scopes, with an end.
import type { Change } from "../../domain/change.js";
import type { ApiToken } from "../../domain/entities/api-token.js";
import { ZenError } from "../../domain/errors.js";
import type { Source } from "../../store/bootstrap.js";
import type { Origin } from "../../domain/principal.js";
import type { Accounts } from "./accounts.js";
import type { Asker } from "./asker.js";
import { hashToken, newToken } from "./secret-token.js";

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Null: it lasts until it is revoked. */
  readonly expires: string | null;
  /** Whose it is to be. */
  readonly user_id: string;
}

/** A token as it is shown: all but itself. */
export type ShownToken = Omit<ApiToken, "token_hash">;

const SHOWN = 10;

export class ApiTokens {
  readonly #accounts: Accounts;
  readonly #source: Source;

  constructor(accounts: Accounts, source: Source) {
    this.#accounts = accounts;
    this.#source = source;
  }

  /** Errors: `invalid_input`, `forbidden`. */
  async create(
    asker: Asker,
    { name, scopes, expires, user_id }: NewToken,
    origin: Origin,
  ): Promise<{ readonly token: string; readonly shown: ShownToken }> {
    checkLoggedIn(asker);
    const created = this.#source.now();
    if (expires !== null && expires <= created) {
      throw new ZenError("conflict", "The token would have ended already.", {
        hint: "Name a time that is still to come.",
      });
    }
    const token = newToken("api");
    const entity: ApiToken = {
      id: this.#source.newId(),
      created,
      updated: created,
      user_id,
      name,
      prefix: token.slice(0, SHOWN),
      token_hash: hashToken(token),
      scopes: [...scopes],
      expires,
      revoked: null,
    };
    const create: Change = { op: "create", resource: "api_token", entity };
    const target = { id: entity.id, name };
    const deed = { actor: asker, action: "create", resource: "api_token", target };
    await this.#accounts.write([create], { ...deed, details: { user_id } }, origin);
    return { token, shown: shownToken(entity) };
  }

  async list(user_id: string): Promise<readonly ShownToken[]> {
    return (await this.#accounts.directory.all("api_token", { user_id })).map(shownToken);
  }

  /** Errors: `not_found`, `forbidden`. */
  async revoke(asker: Asker, id: string, { isAdmin }: { isAdmin: boolean }, origin: Origin) {
    checkLoggedIn(asker);
    const token = await this.#accounts.directory.one("api_token", { id });
    // What is somebody else's is not there.
    if (token === undefined || (token.user_id !== asker.user_id && !isAdmin)) {
      throw new ZenError("not_found", `There is no API token with id '${id}'.`, {
        hint: "zenml token list",
      });
    }
    const now = this.#source.now();
    const set = { revoked: token.revoked ?? now, updated: now };
    const change: Change = { op: "update", resource: "api_token", id, set };
    const target = { id, name: token.name };
    const deed = { actor: asker, action: "revoke", resource: "api_token", target };
    await this.#accounts.write([change], deed, origin);
  }
}

/** A token that leaked must not be able to make others that outlive it. Errors: `forbidden`. */
export function checkLoggedIn({ credential }: Asker): void {
  if (credential?.kind === "login") return;
  throw new ZenError("forbidden", "An API token cannot do that; a login can.", {
    hint: "zenml connect --url URL --username NAME",
  });
}

function shownToken({ token_hash: _hash, ...shown }: ApiToken): ShownToken {
  return shown;
}
