// Tokens of programs, roles that somebody has, and what was written down of it all.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { ApiToken } from "../../domain/entities/api-token.js";
import type { Change } from "../../domain/change.js";
import { Id, Name, Timestamp } from "../../domain/entities/fields.js";
import { Permission } from "../../domain/entities/role.js";
import { ZenError } from "../../domain/errors.js";
import type { Source } from "../../store/bootstrap.js";
import type { StoreDriver } from "../../store/driver.js";
import { readPage } from "../../store/session/read-page.js";
import { pageOf, resolveQuery } from "../../store/session/resolve-query.js";
import { readListQuery } from "../routes/list-query.js";
import { readFields, readQuery } from "../routes/read-fields.js";
import { SIGNED_IN } from "../routes/route.js";
import type { Answer, GlobalRoute, Route, SignedCall } from "../routes/route.js";
import { isAdmin } from "./account-routes.js";
import type { Accounts } from "./accounts.js";
import { checkLoggedIn } from "./api-tokens.js";
import type { ApiTokens } from "./api-tokens.js";
import { newAssignment } from "./assignments.js";
import { firstStack } from "./first-stack.js";
import { knockOf } from "./login-routes.js";

const TokenBody = z.strictObject({
  name: Name,
  scopes: z._default(z.array(Permission), []),
  expires: z._default(z.nullable(Timestamp), null),
  /** Name or id of a service account; default: who asks. */
  user: z.optional(z.string()),
});

const named = (name: string) => ({ properties: { [name]: { type: "string" } }, required: [name] });
const AssignmentBody = z
  .strictObject({
    role_id: Id,
    user_id: z._default(z.nullable(Id), null),
    team_id: z._default(z.nullable(Id), null),
    project_id: z._default(z.nullable(Id), null),
  })
  // Checked where it is read, with words of its own.
  .check(z.meta({ oneOf: [named("user_id"), named("team_id")] }));

const ADMIN = { access: "write", resource: "user" } as const;

export interface AccessParts {
  readonly driver: StoreDriver;
  readonly accounts: Accounts;
  readonly tokens: ApiTokens;
  readonly source: Source;
}

type Declared = Omit<GlobalRoute, "scope" | "handle">;

const { token_hash: _hash, ...Shown } = ApiToken.shape;
const ShownToken = z.strictObject(Shown);
const NewToken = z.strictObject({ ...Shown, token: z.string() });
const TokenPage = z.strictObject({ items: z.array(ShownToken), next_cursor: z.null() });
const TokenQuery = z.strictObject({ user: z.optional(z.string()) });

export function accessRoutes(parts: AccessParts): readonly Route[] {
  return [...TOKEN_ROUTES, ...ROLE_ROUTES].map(([declared, handle]) => ({
    ...declared,
    scope: "global",
    handle: (call: SignedCall) => handle(parts, call),
  }));
}

type Row = readonly [Declared, (parts: AccessParts, call: SignedCall) => Promise<Answer>];

const TOKENS = `${API_ROOT}/tokens`;
const TOKEN_ROUTES: readonly Row[] = [
  [
    {
      method: "GET",
      path: TOKENS,
      operation: "list_tokens",
      summary: "one's own API tokens, or those of a service account",
      policy: SIGNED_IN,
      query: TokenQuery,
      answers: { 200: { description: "the tokens", body: TokenPage } },
      refuses: ["not_found"],
    },
    listTokens,
  ],
  [
    {
      method: "POST",
      path: TOKENS,
      operation: "create_token",
      summary: "make an API token, shown once",
      policy: SIGNED_IN,
      body: TokenBody,
      answers: { 201: { description: "the token", body: NewToken } },
      refuses: ["not_found"],
    },
    createToken,
  ],
  [
    {
      method: "DELETE",
      path: `${TOKENS}/:id`,
      operation: "revoke_token",
      summary: "revoke an API token",
      policy: SIGNED_IN,
      answers: { 204: { description: "it is revoked" } },
    },
    revokeToken,
  ],
];

const ROLES = `${API_ROOT}/role_assignments`;
const ROLE_ROUTES: readonly Row[] = [
  [
    {
      method: "GET",
      path: ROLES,
      operation: "list_role_assignments",
      summary: "which roles users and teams have",
      policy: { access: "read", resource: "role_assignment" },
      query: { of: "list", resource: "role_assignment" },
      answers: { 200: { description: "a page", body: { named: "role_assignment_page" } } },
    },
    listOf("role_assignment"),
  ],
  [
    {
      method: "POST",
      path: ROLES,
      operation: "assign_role",
      summary: "give a role to a user or a team",
      policy: ADMIN,
      body: AssignmentBody,
      answers: { 201: { description: "it is given", body: { named: "role_assignment" } } },
      refuses: ["not_found"],
    },
    assign,
  ],
  [
    {
      method: "DELETE",
      path: `${ROLES}/:id`,
      operation: "unassign_role",
      summary: "take a role away",
      policy: ADMIN,
      answers: { 204: { description: "it is taken" } },
    },
    unassign,
  ],
  [
    {
      method: "GET",
      path: `${API_ROOT}/audit_entries`,
      operation: "list_audit_entries",
      summary: "what was done, newest first",
      policy: { access: "read", resource: "audit_entry" },
      query: { of: "list", resource: "audit_entry" },
      answers: { 200: { description: "a page", body: { named: "audit_entry_page" } } },
    },
    listOf("audit_entry"),
  ],
];

async function listTokens({ accounts, tokens }: AccessParts, call: SignedCall): Promise<Answer> {
  const { user } = readQuery(TokenQuery, call.query);
  const user_id =
    user === undefined ? call.principal.user_id : await tokenOwner(accounts, call, user);
  return { status: 200, body: { items: await tokens.list(user_id), next_cursor: null } };
}

async function createToken({ accounts, tokens }: AccessParts, call: SignedCall): Promise<Answer> {
  const { user, ...given } = readFields(TokenBody, await call.body());
  const user_id =
    user === undefined ? call.principal.user_id : await tokenOwner(accounts, call, user);
  const made = await tokens.create(call.principal, { ...given, user_id }, knockOf(call));
  return { status: 201, body: { ...made.shown, token: made.token } };
}

/** Nobody acts in the name of another person, administrators neither. Errors: `forbidden`, `not_found`. */
async function tokenOwner(accounts: Accounts, call: SignedCall, name: string): Promise<string> {
  const { user_id, user_name } = call.principal;
  if (name === user_id || name === user_name) return user_id;
  if (!isAdmin(call)) {
    throw new ZenError("forbidden", "Only administrators make tokens for others.", {
      hint: "Leave out the user.",
    });
  }
  const { user, account } = await accounts.existing(name);
  if (account.kind === "service") return user.id;
  throw new ZenError("forbidden", `'${user.name}' is a person, who makes tokens himself.`, {
    hint: "Make a service account for a program.",
  });
}

async function revokeToken({ tokens }: AccessParts, call: SignedCall): Promise<Answer> {
  const id = call.params["id"] ?? "";
  await tokens.revoke(call.principal, id, { isAdmin: isAdmin(call) }, knockOf(call));
  return { status: 204 };
}

function listOf(resource: "role_assignment" | "audit_entry") {
  return async ({ driver }: AccessParts, call: SignedCall): Promise<Answer> => {
    const { query } = readListQuery(resource, call.query);
    const newest = { sort: { field: "created", direction: "desc" }, ...query } as const;
    const selection = resolveQuery(resource, newest, []);
    const rows = await readPage(driver, resource, selection, { within: [], bounded: true });
    return { status: 200, body: pageOf(rows, selection.sort) };
  };
}

async function assign({ accounts, source }: AccessParts, call: SignedCall): Promise<Answer> {
  checkLoggedIn(call.principal);
  const given = readFields(AssignmentBody, await call.body());
  if ((given.user_id === null) === (given.team_id === null)) {
    throw new ZenError("invalid_input", "A role is given to a user or to a team.", {
      hint: "Name one of user_id and team_id.",
    });
  }
  await checkThere(accounts, given);
  const entity = newAssignment(given, source);
  const deed = { actor: call.principal, action: "assign", resource: "role_assignment" };
  const target = { id: entity.id };
  const { user_id, project_id } = given;
  const changes: Change[] = [{ op: "create", resource: "role_assignment", entity }];
  if (user_id !== null && project_id !== null) {
    changes.push(...(await firstStack(accounts.directory, { user_id, project_id }, source)));
  }
  await accounts.write(changes, { ...deed, target, details: given }, knockOf(call));
  return { status: 201, body: entity };
}

/** Errors: `not_found`. */
async function checkThere(
  { directory }: Accounts,
  { user_id, team_id, project_id }: z.infer<typeof AssignmentBody>,
): Promise<void> {
  const named = [
    ["user", user_id],
    ["team", team_id],
    ["project", project_id],
  ] as const;
  for (const [resource, id] of named) {
    if (id === null || (await directory.one(resource, { id })) !== undefined) continue;
    throw new ZenError("not_found", `There is no ${resource} with id '${id}'.`);
  }
}

async function unassign({ accounts }: AccessParts, call: SignedCall): Promise<Answer> {
  checkLoggedIn(call.principal);
  const id = call.params["id"] ?? "";
  const found = await accounts.directory.one("role_assignment", { id });
  if (found === undefined) {
    throw new ZenError("not_found", `There is no assigned role with id '${id}'.`);
  }
  await accounts.checkAdministratorsWithout(id);
  const { role_id, user_id, team_id, project_id } = found;
  const details = { role_id, user_id, team_id, project_id };
  const deed = { actor: call.principal, action: "unassign", resource: "role_assignment" };
  const changes = [{ op: "delete", resource: "role_assignment", id }] as const;
  await accounts.write(changes, { ...deed, target: { id }, details }, knockOf(call));
  return { status: 204 };
}
