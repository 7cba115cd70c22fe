import { isZenError } from "../../../domain/errors.js";
import { isPassing } from "./outage.js";
import type { Outage } from "./outage.js";
import { serverError } from "./server-error.js";
import type { Trouble } from "./server-error.js";
import type { Server, ServerConnection } from "./server-kind.js";

/** Errors as people read them; what is our own already passes. */
export function asServerError(server: Server, error: unknown): unknown {
  return isZenError(error) ? error : serverError(server.place, troubleWith(server, error), error);
}

/** Undefined: none of the server. */
export function troubleWith({ troubleOf }: Server, error: unknown): Trouble | undefined {
  return isZenError(error) ? undefined : troubleOf(error);
}

/** A connection for a while. One that failed in a way that leaves it unclear is not used again. */
export async function withConnection<Result>(
  server: Server,
  work: (connection: ServerConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await server.pool.acquire();
  let isBroken = true;
  try {
    const result = await work(connection);
    isBroken = false;
    return result;
  } catch (error) {
    isBroken = troubleWith(server, error) === "lost";
    throw error;
  } finally {
    connection.release(isBroken);
  }
}

/** For what may be asked twice: waits for a server that went away. */
export async function askAgainWhenAway<Result>(
  server: Server,
  outage: Outage,
  work: (connection: ServerConnection) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await withConnection(server, work);
      outage.end();
      return result;
    } catch (error) {
      const isAway = isPassing(troubleWith(server, error));
      if (!isAway || !(await outage.wait(attempt))) throw asServerError(server, error);
    }
  }
}
