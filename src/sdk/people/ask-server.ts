// What only a server has: accounts, tokens, roles. Here it is asked; where there is none, it is said what
// to do.
import * as z from "zod/mini";
import { ZenError } from "../../domain/errors.js";
import type { ServerCall, ServerCalls } from "../../store/zen-store.js";
import type { Session } from "../session.js";

/** `what`: in the plural, as in `API tokens`. Errors: `invalid_input` where the store is no server's. */
export function needServer({ store }: Pick<Session, "store">, what: string): ServerCalls {
  if (store.server !== undefined) return store.server;
  throw new ZenError("invalid_input", `Only a server has ${what}, and the active store is none.`, {
    hint: "Start one here with `zenml up`, or go to one with `zenml connect --url URL`.",
  });
}

/** Errors: those of the server; `store_unreachable` for an answer that is none. */
export async function askServer<Schema extends z.ZodMiniType>(
  server: ServerCalls,
  schema: Schema,
  asked: ServerCall,
): Promise<z.infer<Schema>> {
  const parsed = z.safeParse(schema, await server.request(asked));
  if (parsed.success) return parsed.data;
  throw new ZenError("store_unreachable", `${server.host} answers, but not as this version does.`, {
    hint: "Update whichever of program and server is older: zenml version",
  });
}
