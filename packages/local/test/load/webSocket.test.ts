import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { expect, test, vi } from "vitest";
import { summarize } from "../../src/load/report.ts";
import { startLoad } from "../../src/load/startLoad.ts";
import { close, listen } from "./server.ts";

const until = { timeout: 20_000, interval: 5 };

/** Starts a server of WebSockets that sends each message back, and may then end the connection. */
async function echo(then: (socket: Duplex) => void = () => {}) {
  const { server, origin } = await listen((_, response) => response.writeHead(404).end());
  server.on("upgrade", ({ headers }, socket: Duplex) => {
    const key = `${headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    const answer = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    socket.write([...answer, `Sec-WebSocket-Accept: ${accept}`, "", ""].join("\r\n"));
    socket.on("error", () => {});
    // What the client sends is one short frame: two bytes, the mask, and the text.
    socket.on("data", (frame: Buffer) => {
      const [kind = 0, length = 0] = frame;
      if (kind !== 0x81) return void socket.end(closing(1000));
      const mask = frame.subarray(2, 6);
      const text = frame.subarray(6, 6 + (length & 0x7f)).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
      socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
      then(socket);
    });
  });
  return { server, origin };
}

const closing = (code: number) => Buffer.from([0x88, 2, code >> 8, code & 0xff]);

async function load(then?: (socket: Duplex) => void, events = 4) {
  const { server, origin } = await echo(then);
  const running = startLoad({ origin, webSockets: [{ path: "/ws", count: 2, pause: 0.001 }] });
  const { webSockets } = running.report;
  await vi.waitUntil(
    () => (then === undefined ? webSockets.echoed : webSockets.opened + webSockets.failed.length) >= events,
    until,
  );
  const report = await running.stop();
  await close(server);
  return report.webSockets;
}

test("WebSockets stay open until the load stops, and messages come back", async () => {
  const { opened, echoed, closed, failed } = await load();
  expect([opened, closed, failed]).toEqual([2, {}, []]);
  expect(echoed).toBeGreaterThanOrEqual(4);
});

test("one that the server closes because it starts anew is no failure, and another is opened", async () => {
  const { opened, closed, failed } = await load((socket) => void socket.end(closing(1012)));
  expect(failed).toEqual([]);
  expect(Object.keys(closed)).toEqual(["1012"]);
  expect(opened).toBeGreaterThanOrEqual(4);
});

test.each([
  [
    "closes for another reason",
    (socket: Duplex) => void socket.end(closing(1011)),
    "WebSocket closed with 1011",
  ],
  ["cuts off", (socket: Duplex) => void socket.destroy(), "WebSocket closed with 1006"],
])("one that the server %s is a failure", async (_, then, reason) => {
  const { closed, failed } = await load(then);
  expect(closed).toEqual({});
  expect(summarize(failed)).toBe(`${failed.length} × ${reason} (/ws)`);
});

test("one that isn't opened is a failure", async () => {
  const { server, origin } = await listen((_, response) => response.writeHead(404).end());
  const running = startLoad({ origin, webSockets: [{ path: "/ws", count: 1, pause: 0.001 }] });
  await vi.waitUntil(() => running.report.webSockets.failed.length >= 2, until);
  const { opened, failed } = (await running.stop()).webSockets;
  await close(server);
  expect(opened).toBe(0);
  expect(summarize(failed)).toBe(`${failed.length} × WebSocket not opened (/ws)`);
});
