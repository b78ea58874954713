import { expect, onTestFinished, test, vi } from "vitest";
import { retire } from "../../src/balancer/retire.ts";
import { startBalancer } from "../../src/balancer/startBalancer.ts";
import { summarize } from "../../src/load/report.ts";
import { startLoad } from "../../src/load/startLoad.ts";
import { close, listen } from "../load/server.ts";

const until = { timeout: 20_000, interval: 5 };

async function balanced(urls: string[]) {
  const balancer = await startBalancer({ idleTimeout: 60 });
  onTestFinished(() => balancer.stop());
  for (const url of urls) balancer.register(url);
  return balancer;
}

async function target(listener: Parameters<typeof listen>[0] = (_, response) => response.end("yes")) {
  const { server, origin } = await listen(listener);
  onTestFinished(() => close(server));
  return { server, url: origin };
}

test("targets get requests in turn, and none any more once they are deregistered", async () => {
  const [a, b] = [await target(), await target()];
  const balancer = await balanced([a.url, b.url]);
  for (let i = 0; i < 4; i++) expect(await (await fetch(balancer.origin)).text()).toBe("yes");
  expect([balancer.sent(a.url), balancer.sent(b.url)]).toEqual([2, 2]);
  balancer.deregister(a.url);
  for (let i = 0; i < 3; i++) expect((await fetch(balancer.origin)).status).toBe(200);
  expect([balancer.sent(a.url), balancer.sent(b.url)]).toEqual([2, 5]);
});

test("without a target the answer is 503, and 502 where a target doesn't answer", async () => {
  const reset = await target((request) => request.socket.destroy());
  const balancer = await balanced([]);
  expect((await fetch(balancer.origin)).status).toBe(503);
  balancer.register(reset.url);
  expect((await fetch(balancer.origin)).status).toBe(502);
});

test("what a target cuts off is cut off for the client", async () => {
  const cut = await target((request, response) => {
    response.writeHead(200, { "content-length": 10 });
    response.write("half", () => request.socket.destroy());
  });
  const { origin } = await balanced([cut.url]);
  const load = startLoad({ origin, requests: [{ path: "/", count: 1 }] });
  await vi.waitUntil(() => load.report.failed.length > 0, until);
  const report = await load.stop();
  expect(summarize(report.failed)).toBe(`${report.sent} × cut off (/)`);
});

/** A target that stops to listen when it is asked to stop, as gunicorn does, beside one that stays, under load. */
async function rollOver(order: { deregistrationDelay: number } | { deregisteredAfter: number }) {
  const [leaving, staying] = [await target(), await target()];
  const balancer = await balanced([leaving.url, staying.url]);
  const load = startLoad({ origin: balancer.origin, requests: [{ path: "/", count: 4, pause: 0.001 }] });
  await vi.waitUntil(() => balancer.sent(leaving.url) > 10, until);
  const stop = async () => {
    await close(leaving.server);
    return { exitCode: 0, killed: false, seconds: 0 };
  };
  await retire(balancer, { url: leaving.url, stop }, order);
  const report = await load.stop();
  expect(report.answered + report.failed.length).toBe(report.sent);
  return report;
}

test("a target that is drained before it stops fails no request", async () => {
  const { failed } = await rollOver({ deregistrationDelay: 0.3 });
  expect(summarize(failed)).toBe("");
});

test("one that stops before it is deregistered fails some: what Spot does", async () => {
  const { failed } = await rollOver({ deregisteredAfter: 0.3 });
  expect(summarize(failed)).toMatch(/^\d+ × status 502 \(\/\)$/);
});
