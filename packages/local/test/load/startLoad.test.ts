import type { Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { summarize } from "../../src/load/report.ts";
import { type Clients, startLoad } from "../../src/load/startLoad.ts";
import { close, listen } from "./server.ts";

const until = { timeout: 20_000, interval: 5 };

/** Runs clients against a server that answers as `path` says, until each client has been answered or has failed a few times. */
async function load(clients: Clients[]) {
  const sockets = new Set<Socket>();
  let asked = 0;
  const { server, origin } = await listen((request, response) => {
    asked++;
    sockets.add(request.socket);
    if (request.url === "/error") response.writeHead(500).end("no");
    else if (request.url === "/reset") request.socket.resetAndDestroy();
    else if (request.url === "/cut") {
      response.writeHead(200, { "content-length": 10 });
      response.write("half", () => request.socket.destroy());
    } else if (request.url !== "/never") response.end("yes");
  });
  const running = startLoad({ origin, requests: clients });
  await vi.waitUntil(() => running.report.answered + running.report.failed.length >= 6, until);
  const report = await running.stop();
  await close(server);
  return { report, asked, connections: sockets.size };
}

test("every request is answered or failed, and the server has seen each of them", async () => {
  const { report, asked, connections } = await load([{ path: "/", count: 2, pause: 0.001 }]);
  expect(report.failed).toEqual([]);
  expect(report.answered).toBe(report.sent);
  expect(asked).toBe(report.sent);
  expect(connections).toBe(2);
});

test("a client without kept connections makes one for each request", async () => {
  const { report, connections } = await load([{ path: "/", count: 1, connections: "new", pause: 0.001 }]);
  expect(connections).toBe(report.sent);
});

test.each([
  ["/error", "status 500"],
  ["/reset", "ECONNRESET"],
  ["/cut", "cut off"],
  ["/never", "no answer within 0.05 s"],
])("a request for %s fails with: %s", async (path, reason) => {
  const { report } = await load([{ path, count: 1, pause: 0.001, within: path === "/never" ? 0.05 : 120 }]);
  expect(report.answered).toBe(0);
  expect(summarize(report.failed)).toBe(`${report.sent} × ${reason} (${path})`);
});

test("a server that isn't there is a failure for each request", async () => {
  const { server, origin } = await listen(() => {});
  await close(server);
  const running = startLoad({ origin, requests: [{ path: "/", count: 1, pause: 0.001 }] });
  await vi.waitUntil(() => running.report.failed.length >= 2, until);
  const report = await running.stop();
  expect(summarize(report.failed)).toBe(`${report.sent} × ECONNREFUSED (/)`);
});
