import type { Server } from "node:http";
import type { Server as TlsServer } from "node:https";

/** Takes no new request, finishes those that there are, and after `grace` milliseconds waits no longer. */
export async function closeGently(server: Server | TlsServer, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  // Connections that are kept open between two requests close after the one that was under way.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
    clearInterval(sweep);
  }
}
