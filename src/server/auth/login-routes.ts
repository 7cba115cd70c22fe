// Login, logout, passwords: what somebody does about himself.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { Id, Timestamp } from "../../domain/entities/fields.js";
import { PUBLIC, SIGNED_IN } from "../routes/route.js";
import type { Answer, Call, Route, SignedCall } from "../routes/route.js";
import { readFields } from "../routes/read-fields.js";
import { checkLoggedIn } from "./api-tokens.js";
import { COOKIES, cookieOf } from "./authenticator.js";
import type { Knock, Login, Logins } from "./logins.js";
import { Password } from "./password-rules.js";
import { csrfToken } from "./secret-token.js";

const Named = { id: Id, name: z.string() };
/** For a browser the token is in the cookie, and what pages send along stands here. */
const LoggedIn = z.strictObject({
  user: z.strictObject(Named),
  expires: Timestamp,
  token: z.optional(z.string()),
  csrf_token: z.optional(z.string()),
});
const Me = z.strictObject({
  user: z.strictObject({ ...Named, role: z.string() }),
  permissions: z.array(z.string()),
  scopes: z.nullable(z.array(z.string())),
  /** Null: all. */
  projects: z.nullable(z.array(Id)),
  csrf_token: z.nullable(z.string()),
});
const LOGGED_IN = { 200: { description: "a login", body: LoggedIn } };

const Text = z.string().check(z.maxLength(1024));
const Cookie = z._default(z.boolean(), false);
const LoginBody = z.strictObject({ name: Text, password: Text, cookie: Cookie });
const ActivateBody = z.strictObject({
  name: Text,
  token: Text,
  password: Password,
  cookie: Cookie,
});
const PasswordBody = z.strictObject({ old_password: Text, new_password: Password });

export function loginRoutes(logins: Logins): readonly Route[] {
  return [
    {
      method: "POST",
      path: `${API_ROOT}/login`,
      operation: "login",
      summary: "log in with a password; cookie: true for a browser",
      policy: PUBLIC,
      body: LoginBody,
      answers: LOGGED_IN,
      refuses: ["unauthenticated"],
      handle: async (call: Call) => {
        const { name, password, cookie } = readFields(LoginBody, await call.body());
        return answerOf(await logins.login(name, password, knockOf(call)), cookie, call);
      },
    },
    {
      method: "POST",
      path: `${API_ROOT}/activate`,
      operation: "activate",
      summary: "choose a password with an activation token, once",
      policy: PUBLIC,
      body: ActivateBody,
      answers: LOGGED_IN,
      refuses: ["unauthenticated"],
      handle: async (call: Call) => {
        const { name, token, password, cookie } = readFields(ActivateBody, await call.body());
        return answerOf(await logins.activate(name, token, password, knockOf(call)), cookie, call);
      },
    },
    {
      method: "POST",
      path: `${API_ROOT}/logout`,
      operation: "logout",
      summary: "end this login",
      policy: SIGNED_IN,
      scope: "global",
      answers: { 204: { description: "the login has ended" } },
      handle: async (call: SignedCall) => {
        await logins.logout(call.principal, knockOf(call));
        return { status: 204, headers: { "Set-Cookie": cookieText("", 0, call) } };
      },
    },
    {
      method: "POST",
      path: `${API_ROOT}/change-password`,
      operation: "change_password",
      summary: "choose another password; every other login ends",
      policy: SIGNED_IN,
      scope: "global",
      body: PasswordBody,
      answers: LOGGED_IN,
      handle: async (call: SignedCall) => {
        checkLoggedIn(call.principal);
        const body = readFields(PasswordBody, await call.body());
        const { old_password, new_password } = body;
        const { principal } = call;
        const login = await logins.changePassword(
          principal,
          old_password,
          new_password,
          knockOf(call),
        );
        return answerOf(login, principal.credential?.cookie === true, call);
      },
    },
    {
      method: "GET",
      path: `${API_ROOT}/me`,
      operation: "get_me",
      summary: "who asks, what he may do, and the token that a page sends along",
      policy: SIGNED_IN,
      scope: "global",
      answers: { 200: { description: "who asks", body: Me } },
      handle: async ({ principal, headers }: SignedCall) => {
        const { user_id, user_name, role, rights, access, credential } = principal;
        const cookie = credential?.cookie === true ? cookieOf(headers) : undefined;
        return {
          status: 200,
          body: {
            user: { id: user_id, name: user_name, role },
            permissions: [...(rights?.granted ?? [])],
            scopes: rights?.scopes === undefined ? null : [...rights.scopes],
            projects: access?.projects ?? null,
            csrf_token: cookie === undefined ? null : csrfToken(cookie),
          },
        };
      },
    },
  ];
}

export function knockOf({ connection, request_id }: Call): Knock {
  return { peer: connection.peer, loopback: connection.loopback, request_id };
}

/** A browser's token goes into a cookie that no script reads, and nowhere else. */
function answerOf(
  { user, token, csrf_token, expires }: Login,
  cookie: boolean,
  call: Call,
): Answer {
  const shown = { user: { id: user.id, name: user.name }, expires };
  if (!cookie) return { status: 200, body: { ...shown, token } };
  const seconds = Math.floor((Date.parse(expires) - Date.now()) / 1000);
  return {
    status: 200,
    body: { ...shown, csrf_token },
    headers: { "Set-Cookie": cookieText(token, seconds, call) },
  };
}

function cookieText(value: string, seconds: number, { connection: { secure } }: Call): string {
  const name = secure ? COOKIES.secure : COOKIES.plain;
  const text = `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict`;
  return secure ? `${text}; Secure` : text;
}
