// Says to a server who somebody is. What comes back opens doors: it is kept where nobody else reads it.
import * as z from "zod/mini";
import { API_ROOT } from "../../domain/api.js";
import { ZenError } from "../../domain/errors.js";
import type { ServerDoor } from "../../store/open.js";

export type Identity =
  | { readonly by: "password"; readonly username: string; readonly password: string }
  | { readonly by: "api_key"; readonly key: string }
  /** The first time: the token that an administrator or the server's log gave. */
  | {
      readonly by: "activation";
      readonly username: string;
      readonly token: string;
      readonly password: string;
    };

export interface LoggedIn {
  readonly user: string;
  readonly token: string;
}

const Login = z.object({ user: z.object({ name: z.string() }), token: z.string() });

/** Milliseconds; a person waits. */
const PATIENCE = 15_000;

/** Errors: `unauthenticated`, `too_many_requests`, `store_unreachable`. */
export async function logIn(
  door: ServerDoor,
  identity: Exclude<Identity, { readonly by: "api_key" }>,
): Promise<LoggedIn> {
  const { username: name, password } = identity;
  const isFirst = identity.by === "activation";
  const answer = await door.request({
    method: "POST",
    path: `${API_ROOT}/${isFirst ? "activate" : "login"}`,
    body: isFirst ? { name, token: identity.token, password } : { name, password },
    timeout: PATIENCE,
  });
  const login = Login.safeParse(answer);
  if (login.success) return { user: login.data.user.name, token: login.data.token };
  throw new ZenError(
    "store_unreachable",
    `${door.server.host} answers, but not as a ZenML server does.`,
    { hint: "Check the URL." },
  );
}

/** Ends a login where that can be done at once; who leaves waits for nobody. */
export async function logOut(door: ServerDoor): Promise<void> {
  await door
    .request({ method: "POST", path: `${API_ROOT}/logout`, timeout: 2000 })
    .catch(() => undefined);
}
