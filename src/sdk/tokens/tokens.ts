// API tokens of programs, from code: what `zenml token` does. Only a server has them.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import { askServer, needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

const PATH = `${API_ROOT}/tokens`;

const Fields = {
  id: z.string(),
  created: z.string(),
  user_id: z.string(),
  name: z.string(),
  /** Its beginning, by which people tell tokens apart. */
  prefix: z.string(),
  /** What of its user's rights it has; empty: all. */
  scopes: z.array(z.string()),
  expires: z.nullable(z.string()),
  revoked: z.nullable(z.string()),
};
const Shown = z.object(Fields);
const Made = z.object({ ...Fields, token: z.string() });

export type TokenInfo = z.infer<typeof Shown>;
/** With the token itself, which is shown this once. */
export type NewTokenInfo = z.infer<typeof Made>;

export interface TokenInput {
  readonly name: string;
  /** Such as `read:*` and `write:run`; none: all that the user may. */
  readonly scopes?: readonly string[] | undefined;
  /** ISO 8601; none: it lasts until it is revoked. */
  readonly expires?: string | undefined;
  /** A service account; default: who asks. */
  readonly user?: string | undefined;
}

export class Tokens {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Errors: `invalid_input`, `forbidden`, `not_found`. */
  async create(input: TokenInput): Promise<NewTokenInfo> {
    return askServer(this.#server(), Made, { method: "POST", path: PATH, body: input });
  }

  /** One's own, or those of a service account. Errors: `forbidden`, `not_found`. */
  async list(user?: string): Promise<readonly TokenInfo[]> {
    const query = new URLSearchParams(user === undefined ? {} : { user });
    const page = z.object({ items: z.array(Shown) });
    return (await askServer(this.#server(), page, { method: "GET", path: PATH, query })).items;
  }

  /** By name, id or the beginning of either the id or the token. Errors: `not_found`, `ambiguous`. */
  async find(reference: string, user?: string): Promise<TokenInfo> {
    return chosen(await this.list(user), reference);
  }

  /** As `find`; whoever has it is let in no more. */
  async revoke(reference: string, user?: string): Promise<TokenInfo> {
    const token = await this.find(reference, user);
    await this.#server().request({ method: "DELETE", path: `${PATH}/${token.id}` });
    return token;
  }

  #server() {
    return needServer(this.#session, "API tokens");
  }
}

/** Of several with one name, those that still open something. */
function chosen(tokens: readonly TokenInfo[], reference: string): TokenInfo {
  const live = tokens.filter(({ revoked }) => revoked === null);
  const [first, ...others] =
    [live, tokens]
      .flatMap((some) => [
        some.filter(({ name, id }) => name === reference || id === reference),
        some.filter(({ id, prefix }) => id.startsWith(reference) || prefix === reference),
      ])
      .find((some) => some.length > 0) ?? [];
  if (first === undefined) {
    throw new ZenError("not_found", `There is no API token '${reference}'.`, {
      hint: "zenml token list",
    });
  }
  if (others.length === 0) return first;
  const ids = [first, ...others].map(({ id }) => id);
  throw new ZenError("ambiguous", `There are several API tokens '${reference}'.`, {
    hint: `Name one by its id: ${ids.join(", ")}`,
    details: { candidates: ids },
  });
}
