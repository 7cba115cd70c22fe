// Node's own HTTP server with an answer as small as that of /health and nothing else: what any server on it
// could reach at most. Started by `server`, beside the one that it measures.
import { createServer } from "node:http";

const BODY = '{"status":"ok"}';
const server = createServer((_incoming, outgoing) => {
  outgoing.writeHead(200, { "Content-Type": "application/json", "Content-Length": BODY.length });
  outgoing.end(BODY);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
