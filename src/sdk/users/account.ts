// How users get into a server: their accounts, as the server shows them.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import type { Session } from "../session.js";
import { askServer, needServer } from "../people/ask-server.js";

const PATH = `${API_ROOT}/accounts`;
const ACCOUNTS = "accounts and passwords";

const Fields = {
  id: z.string(),
  name: z.string(),
  created: z.string(),
  kind: z.enum(["person", "service"]),
  full_name: z.string(),
  email: z.nullable(z.string()),
  active: z.boolean(),
  has_password: z.boolean(),
  activation_expires: z.nullable(z.string()),
};
const Shown = z.object(Fields);
const Made = z.object({
  ...Fields,
  /** Lets somebody choose a password, once. Never shown again. */
  activation_token: z.optional(z.string()),
});

export type UserAccount = z.infer<typeof Shown>;
export type NewAccount = z.infer<typeof Made>;

export interface AccountInput {
  readonly name: string;
  /** Else an activation token is answered. */
  readonly password?: string | undefined;
  readonly kind?: UserAccount["kind"] | undefined;
  readonly full_name?: string | undefined;
  readonly email?: string | undefined;
  /** Name of a role that he has everywhere; null: none. Default: `editor`. */
  readonly role?: string | null | undefined;
}

export interface AccountChange {
  readonly full_name?: string | undefined;
  readonly email?: string | null | undefined;
  /** Whether he may log in. */
  readonly active?: boolean | undefined;
}

/** Errors: `entity_exists`, `invalid_input`, `forbidden`, `not_found` for the role. */
export function createAccount(session: Session, input: AccountInput): Promise<NewAccount> {
  const server = needServer(session, ACCOUNTS);
  return askServer(server, Made, { method: "POST", path: PATH, body: input });
}

/** Errors: `forbidden` for who is no administrator. */
export async function listAccounts(session: Session): Promise<readonly UserAccount[]> {
  const server = needServer(session, ACCOUNTS);
  const page = z.object({ items: z.array(Shown) });
  return (await askServer(server, page, { method: "GET", path: PATH })).items;
}

/** By name or id; others' are there for administrators alone. Errors: `not_found`. */
export function getAccount(session: Session, reference: string): Promise<UserAccount> {
  const server = needServer(session, ACCOUNTS);
  return askServer(server, Shown, { method: "GET", path: pathOf(reference) });
}

/** Errors: `not_found`, `invalid_input`, `forbidden`, `conflict` for the last administrator. */
export function updateAccount(
  session: Session,
  reference: string,
  change: AccountChange,
): Promise<UserAccount> {
  const server = needServer(session, ACCOUNTS);
  return askServer(server, Shown, { method: "PATCH", path: pathOf(reference), body: change });
}

/** Password and logins end; a token lets him choose another one. Errors: `not_found`, `forbidden`. */
export function resetPassword(session: Session, reference: string): Promise<NewAccount> {
  const server = needServer(session, ACCOUNTS);
  const path = `${pathOf(reference)}/activation`;
  return askServer(server, Made, { method: "POST", path });
}

function pathOf(reference: string): string {
  return `${PATH}/${encodeURIComponent(reference)}`;
}
