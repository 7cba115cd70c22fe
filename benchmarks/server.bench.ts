// The server that `server` measures, in a process of its own; the folder to work in is its argument. Says in
// one line where it listens, with a token, and ends with its input.
import { join } from "node:path";
import { startServer } from "../src/server/main.js";
import { readServerOptions } from "../src/server/options/read-server-options.js";

const [folder = ".", database = "server.db"] = process.argv.slice(2);
const server = await startServer({
  options: readServerOptions({
    flags: { port: "0", store_type: "sql", store_url: `sqlite:///${join(folder, database)}` },
  }),
  // Requests are logged, as they are elsewhere: to a file or a pipe.
  writeLog: (text) => void process.stderr.write(text),
});
const response = await fetch(`${server.url}/api/v2/login`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ name: "default", password: "" }),
});
const { token } = (await response.json()) as { token: string };
process.stdout.write(`${JSON.stringify({ url: server.url, token })}\n`);
process.on("message", () => {
  process.send?.({ rss: process.memoryUsage.rss(), cpu: cpu() });
});
process.on("disconnect", () => void server.stop());

/** Microseconds. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
