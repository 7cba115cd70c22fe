import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface Proxy {
  /** The server's URL, by way of this proxy. */
  readonly url: string;
  /** Cuts both ends as soon as a client sends this; undefined: never. */
  cutAt: RegExp | undefined;
  /** Passes the next of these on, and cuts both ends when the server has answered it. */
  cutAfter: RegExp | undefined;
  /** Cuts everything that is open now. */
  cut(): void;
  close(): Promise<void>;
}

/** Stands between a store and its server. `isSilent`: takes connections and says nothing. */
export async function startProxy(serverUrl: string, { isSilent = false } = {}): Promise<Proxy> {
  const target = new URL(serverUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    keep(client, open);
    if (isSilent) return;
    const upstream = keep(connect(Number(target.port), target.hostname), open);
    let isLastAnswer = false;
    client.on("data", (data) => {
      const text = data.toString("latin1");
      if (proxy.cutAt?.test(text) === true) return destroy(open);
      isLastAnswer = proxy.cutAfter?.test(text) === true;
      if (isLastAnswer) proxy.cutAfter = undefined;
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (isLastAnswer) destroy(open);
      else client.write(data);
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const proxy: Proxy = {
    url: serverUrl.replace(`:${target.port}/`, `:${port}/`),
    cutAt: undefined,
    cutAfter: undefined,
    cut: () => destroy(open),
    close: async () => {
      destroy(open);
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

function keep(socket: Socket, open: Set<Socket>): Socket {
  open.add(socket);
  socket.on("error", () => undefined);
  socket.on("close", () => open.delete(socket));
  return socket;
}

function destroy(open: Set<Socket>): void {
  for (const socket of open) socket.destroy();
}
