// What administrators do about people, and people about how they are shown.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import type { Change } from "../../domain/change.js";
import { ACCOUNT_KINDS } from "../../domain/entities/account.js";
import type { Account } from "../../domain/entities/account.js";
import { Id, Name, Timestamp } from "../../domain/entities/fields.js";
import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import { mayDo } from "../../domain/policy.js";
import type { Source } from "../../store/bootstrap.js";
import { DEFAULT_NAME, defaultStack } from "../../store/default-stack.js";
import { readFields } from "../routes/read-fields.js";
import { SIGNED_IN } from "../routes/route.js";
import type { Answer, GlobalRoute, Route, SignedCall } from "../routes/route.js";
import type { Accounts } from "./accounts.js";
import { checkLoggedIn } from "./api-tokens.js";
import { newAssignment } from "./assignments.js";
import { knockOf } from "./login-routes.js";
import { Password } from "./password-rules.js";

const Text = z.string().check(z.maxLength(255));
const Email = z.nullable(Text);

const CreateBody = z.strictObject({
  name: Name,
  kind: z._default(z.enum(ACCOUNT_KINDS), "person"),
  full_name: z._default(Text, ""),
  email: z._default(Email, null),
  /** Else he chooses one himself, with a token that is answered. */
  password: z.optional(Password),
  /** Name of a role that he has everywhere; null: none yet. */
  role: z._default(z.nullable(z.string()), "editor"),
});
const UpdateBody = z.strictObject({
  full_name: z.optional(Text),
  email: z.optional(Email),
  active: z.optional(z.boolean()),
});

const ADMIN = { access: "write", resource: "user" } as const;

const Shown = {
  id: Id,
  name: z.string(),
  created: Timestamp,
  kind: z.enum(ACCOUNT_KINDS),
  full_name: z.string(),
  email: z.nullable(z.string()),
  active: z.boolean(),
  has_password: z.boolean(),
  activation_expires: z.nullable(Timestamp),
};
const ShownAccount = z.strictObject(Shown);
const AccountPage = z.strictObject({ items: z.array(ShownAccount), next_cursor: z.null() });
const InvitedAccount = z.strictObject({ ...Shown, activation_token: z.optional(z.string()) });

type Handler = (call: SignedCall, accounts: Accounts, source: Source) => Promise<Answer>;

export function accountRoutes(accounts: Accounts, source: Source): readonly Route[] {
  return ROUTES.map(([declared, handle]) => ({
    ...declared,
    scope: "global",
    handle: (call: SignedCall) => handle(call, accounts, source),
  }));
}

type Declared = Omit<GlobalRoute, "scope" | "handle">;

const PATH = `${API_ROOT}/accounts`;
const ROUTES: readonly (readonly [Declared, Handler])[] = [
  [
    {
      method: "GET",
      path: PATH,
      operation: "list_accounts",
      summary: "everybody who may log in",
      policy: ADMIN,
      answers: { 200: { description: "the accounts", body: AccountPage } },
    },
    list,
  ],
  [
    {
      method: "POST",
      path: PATH,
      operation: "create_account",
      summary: "make a user who may log in",
      policy: ADMIN,
      body: CreateBody,
      answers: { 201: { description: "the account", body: InvitedAccount } },
      refuses: ["not_found", "entity_exists"],
    },
    create,
  ],
  [
    {
      method: "GET",
      path: `${PATH}/:user`,
      operation: "get_account",
      summary: "one account",
      policy: SIGNED_IN,
      answers: { 200: { description: "the account", body: ShownAccount } },
    },
    get,
  ],
  [
    {
      method: "PATCH",
      path: `${PATH}/:user`,
      operation: "update_account",
      summary: "change how somebody is shown, or whether he may log in",
      policy: SIGNED_IN,
      body: UpdateBody,
      answers: { 200: { description: "the account", body: ShownAccount } },
    },
    update,
  ],
  [
    {
      method: "POST",
      path: `${PATH}/:user/activation`,
      operation: "invite_account",
      summary: "a new activation token; password and logins end",
      policy: ADMIN,
      answers: { 200: { description: "the account", body: InvitedAccount } },
    },
    activate,
  ],
];

async function list(_call: SignedCall, accounts: Accounts): Promise<Answer> {
  const items: object[] = [];
  for (const account of await accounts.directory.all("account")) {
    const user = await accounts.directory.user(account.user_id);
    if (user !== undefined) items.push(shown(user, account));
  }
  return { status: 200, body: { items, next_cursor: null } };
}

async function create(call: SignedCall, accounts: Accounts, source: Source): Promise<Answer> {
  checkLoggedIn(call.principal);
  const { name, password, role, ...more } = readFields(CreateBody, await call.body());
  const created = source.now();
  const user: User = { id: source.newId(), created, updated: created, name };
  const isInvited = password === undefined && more.kind === "person";
  const { fields, ...activation } = accounts.newActivation();
  const account = accounts.newAccount(user.id, {
    ...more,
    ...(isInvited ? fields : {}),
    ...(password === undefined ? {} : await accounts.passwordFields(password)),
  });
  const changes: Change[] = [
    { op: "create", resource: "user", entity: user },
    { op: "create", resource: "account", entity: account },
  ];
  if (role !== null) {
    const found = await roleNamed(accounts, role);
    const entity = newAssignment({ role_id: found, user_id: user.id }, source);
    changes.push({ op: "create", resource: "role_assignment", entity });
  }
  const project = await accounts.directory.one("project", { name: DEFAULT_NAME });
  if (project !== undefined) {
    changes.push(...defaultStack({ project_id: project.id, user_id: user.id }, source));
  }
  const deed = { actor: call.principal, action: "create", resource: "user", target: user };
  await accounts.write(changes, { ...deed, details: { role } }, knockOf(call));
  const body = { ...shown(user, account), ...(isInvited ? activation : {}) };
  return { status: 201, body };
}

async function get(call: SignedCall, accounts: Accounts): Promise<Answer> {
  const { user, account } = await visible(accounts, call);
  return { status: 200, body: shown(user, account) };
}

async function update(call: SignedCall, accounts: Accounts): Promise<Answer> {
  checkLoggedIn(call.principal);
  const { user, account } = await visible(accounts, call);
  const set = readFields(UpdateBody, await call.body());
  if (set.active !== undefined && !isAdmin(call)) {
    throw new ZenError("forbidden", "Only an administrator says who may log in.");
  }
  const changes = [accounts.update(account, defined(set))];
  if (set.active === false) {
    await accounts.checkAdministratorsLeft(user.id);
    changes.push(...(await accounts.logoutEverywhere(user.id)));
  }
  const deed = { actor: call.principal, action: "update", resource: "account", target: user };
  const fields = Object.keys(set);
  await accounts.write(changes, { ...deed, details: { fields } }, knockOf(call));
  return { status: 200, body: shown(user, { ...account, ...defined(set) }) };
}

async function activate(call: SignedCall, accounts: Accounts): Promise<Answer> {
  checkLoggedIn(call.principal);
  const { user, account } = await visible(accounts, call);
  const { fields, ...activation } = accounts.newActivation();
  const changes = [
    accounts.update(account, { ...fields, password_hash: null }),
    ...(await accounts.logoutEverywhere(user.id)),
  ];
  const deed = { actor: call.principal, action: "activate", resource: "account", target: user };
  await accounts.write(changes, deed, knockOf(call));
  return { status: 200, body: { ...shown(user, account), ...activation } };
}

/** Somebody else's account is there for administrators alone. Errors: `not_found`. */
async function visible(accounts: Accounts, call: SignedCall) {
  const reference = call.params["user"] ?? "";
  const { user_id, user_name } = call.principal;
  const isOwn = reference === user_id || reference === user_name;
  if (!isOwn && !isAdmin(call)) {
    throw new ZenError("not_found", `There is no account of a user '${reference}'.`);
  }
  return accounts.existing(reference);
}

export function isAdmin({ principal }: SignedCall): boolean {
  return mayDo(principal, "write", "user");
}

/** Errors: `not_found`. */
async function roleNamed(accounts: Accounts, name: string): Promise<string> {
  const role = await accounts.directory.one("role", { name });
  if (role !== undefined) return role.id;
  throw new ZenError("not_found", `There is no role '${name}'.`, { hint: "zenml role list" });
}

/** Never a hash: what is shown is named. */
function shown(user: User, account: Account): object {
  const { kind, full_name, email, active, password_hash, activation_expires } = account;
  return {
    id: user.id,
    name: user.name,
    created: user.created,
    kind,
    full_name,
    email,
    active,
    has_password: password_hash !== null && password_hash !== "",
    activation_expires,
  };
}

type Defined<Fields> = { [Field in keyof Fields]?: Exclude<Fields[Field], undefined> };

function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // What is left is what was there.
  return Object.fromEntries(entries) as Defined<Fields>;
}
