// The port: from sockets to the app and back. It may know Node's HTTP and nothing of what is served.
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { ZenError } from "../../domain/errors.js";
import type { App, Replied } from "../app.js";
import type { ConnectionOf, Peers } from "../guard/peers.js";
import { closeGently } from "./close-gently.js";
import { listenError } from "./listen-error.js";
import { NodeRequest } from "./node-request.js";
import { sendAnswer } from "./send-answer.js";

export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** What somebody may take before he has said who he is. Times in milliseconds. */
export interface Limits {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly maxHeaderSize: number;
  readonly maxConnections: number;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: Tls | undefined;
  readonly limits: Limits;
  readonly peers: Peers;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Finishes what was begun, as long as `grace` milliseconds allow. */
  stop(grace: number): Promise<void>;
}

/** How often timeouts are looked at. */
const CHECK_EVERY = 500;

/** Errors: `address_in_use`, `forbidden`, `invalid_input`. */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { host, port, tls, limits } = options;
  const server = makeServer(options, listenerOf(app, options.peers));
  server.maxConnections = limits.maxConnections;
  server.on("clientError", refuseGarbage);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw listenError(error, host, port);
  }
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  const shown = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? "http" : "https"}://${shown}:${taken}`,
    port: taken,
    stop: (grace) => closeGently(server, grace),
  };
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

function makeServer({ tls, limits }: ListenOptions, listener: Listener): Server | TlsServer {
  const options: ServerOptions = {
    headersTimeout: limits.headersTimeout,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    maxHeaderSize: limits.maxHeaderSize,
    connectionsCheckingInterval: CHECK_EVERY,
    requireHostHeader: true,
  };
  if (tls === undefined) return createServer(options, listener);
  try {
    const secure = {
      ...options,
      ...tls,
      minVersion: "TLSv1.2",
      handshakeTimeout: limits.headersTimeout,
    } as const;
    return createTlsServer(secure, listener);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `Certificate and key do not go together: ${why}.`, {
      hint: "Check the files that tls_cert and tls_key name.",
      cause,
    });
  }
}

function listenerOf(app: App, peers: Peers): Listener {
  const known = new WeakMap<Socket, ConnectionOf>();
  const connectionOf = (socket: Socket): ConnectionOf => {
    const found = known.get(socket);
    if (found !== undefined) return found;
    const { remoteAddress: address = "" } = socket;
    const made = peers.at({ address, encrypted: socket instanceof TLSSocket });
    known.set(socket, made);
    return made;
  };
  return (incoming, outgoing) => {
    // An app neither throws nor rejects; what cannot be sent all the same must not end the process.
    const failed = (error: unknown): void => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    };
    try {
      const asked = new NodeRequest(incoming);
      const connection = connectionOf(incoming.socket)(asked.header);
      const send = ({ answer, request_id }: Replied): void =>
        sendAnswer(outgoing, answer, { request_id, secure: connection.secure });
      const replied = app.answer(asked, connection);
      if (replied instanceof Promise) replied.then(send).catch(failed);
      else send(replied);
    } catch (error) {
      failed(error);
    }
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** What is no HTTP gets as little as can be said. */
function refuseGarbage(error: Error, socket: Duplex): void {
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  socket.end(`HTTP/1.1 ${REFUSALS[code] ?? "400 Bad Request"}\r\nConnection: close\r\n\r\n`);
}
