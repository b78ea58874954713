import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import type { KeyPair } from "../../../src/servers/certificates.ts";

/** How a connection ends at a statement: before the server gets it, or once it has it and nobody waits for the answer. */
export type Cut = "before" | "during";

/** Something between psql and the server that reads statements, and ends the connection at the n-th one. */
export interface Cutter {
  port: number;
  /** Statements that came until now, over all connections. */
  statements: string[];
  /** From now on counts anew, and cuts at the n-th statement; 0 for none. */
  cutAt(n: number, how: Cut): void;
  stop(): void;
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html: SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export async function startCutter(serverPort: number, { certificate, key }: KeyPair): Promise<Cutter> {
  const statements: string[] = [];
  const open = new Set<Socket>();
  let at = 0;
  let how: Cut = "before";
  const server = createServer(async (plain) => {
    open.add(plain);
    plain.on("error", () => {});
    await once(plain, "readable");
    plain.read(SSL_REQUEST.length);
    plain.write("S");
    const client = new TLSSocket(plain, {
      isServer: true,
      cert: readFileSync(certificate),
      key: readFileSync(key),
    });
    const upstream = await connectToServer(serverPort);
    open.add(upstream);
    const end = () => {
      for (const socket of [client, plain, upstream]) socket.destroy();
    };
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
    upstream.pipe(client);
    // The first message has no type; each other one has a byte of type before its length.
    let rest: Buffer = Buffer.alloc(0);
    let typed = 0;
    client.on("data", (piece: Buffer) => {
      rest = Buffer.concat([rest, piece]);
      while (rest.length >= typed + 4 && rest.length >= typed + rest.readInt32BE(typed)) {
        const message = rest.subarray(0, typed + rest.readInt32BE(typed));
        rest = rest.subarray(message.length);
        const isStatement = typed === 1 && message[0] === "Q".charCodeAt(0);
        typed = 1;
        if (isStatement) statements.push(message.toString("utf8", 5, message.length - 1));
        if (!isStatement || statements.length !== at) {
          upstream.write(message);
          continue;
        }
        if (how === "during") upstream.write(message, end);
        else end();
        return;
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    statements,
    cutAt(n, cut) {
      statements.length = 0;
      at = n;
      how = cut;
    },
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function connectToServer(port: number): Promise<TLSSocket> {
  const plain = connect(port, "127.0.0.1");
  await once(plain, "connect");
  plain.write(SSL_REQUEST);
  await once(plain, "readable");
  plain.read(1);
  const upstream = connectTls({ socket: plain, rejectUnauthorized: false });
  await once(upstream, "secureConnect");
  return upstream;
}
