import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { createServer } from "node:tls";
import type { KeyPair } from "./certificates.ts";
import { join } from "./join.ts";

/** A server that speaks TLS before one that doesn't, which listens on a Unix socket. */
export interface Terminator {
  port: number;
  stop(): void;
}

export async function startTerminator({ certificate, key }: KeyPair, socket: string): Promise<Terminator> {
  const open = new Set<Duplex>();
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (outside) => {
    join(outside, connect(socket), open);
  });
  // A client that doesn't trust the certificate, or speaks no TLS: its own error says so.
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close();
      for (const one of open) one.destroy();
    },
  };
}
