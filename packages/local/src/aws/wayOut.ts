import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { createSecureContext, TLSSocket } from "node:tls";

/**
 * Makes a server the proxy for HTTPS, too. Some programs have AWS's host names in their code, such as django-ses: for those the server answers
 * itself, with a certificate for `*.<region>.amazonaws.com`. Nothing else can be reached through it.
 */
export function answerForAws(server: Server, pair: { certificate: string; key: string }): void {
  const secureContext = createSecureContext({
    cert: readFileSync(pair.certificate),
    key: readFileSync(pair.key),
  });
  server.on("connect", ({ url = "" }, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!/\.amazonaws\.com:443$/.test(url)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    const inside = new TLSSocket(socket, { isServer: true, secureContext });
    inside.on("error", () => inside.destroy());
    server.emit("connection", inside);
  });
}
