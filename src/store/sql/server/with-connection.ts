import { isZenError } from "../../../domain/errors.js";
import { serverError } from "./server-error.js";
import type { Server, ServerConnection } from "./server-kind.js";

/** Errors as people read them; what is our own already passes. */
export function asServerError(server: Server, error: unknown): unknown {
  return isZenError(error) ? error : serverError(server.place, server.troubleOf(error), error);
}

/** A connection for a while. One that failed in a way that leaves it unclear is not used again. */
export async function withConnection<Result>(
  { pool, troubleOf }: Server,
  work: (connection: ServerConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.acquire();
  let isBroken = true;
  try {
    const result = await work(connection);
    isBroken = false;
    return result;
  } catch (error) {
    isBroken = !isZenError(error) && troubleOf(error) === "lost";
    throw error;
  } finally {
    connection.release(isBroken);
  }
}

/** Idle connections may be dead without having said so. */
export const ATTEMPTS = 3;

/** For what may be asked twice. A lost connection is replaced by a new one. */
export async function askAgainWhenLost<Result>(
  server: Server,
  work: (connection: ServerConnection) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withConnection(server, work);
    } catch (error) {
      if (server.troubleOf(error) === "lost" && attempt < ATTEMPTS) continue;
      throw asServerError(server, error);
    }
  }
}
