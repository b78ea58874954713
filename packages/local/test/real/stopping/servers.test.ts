import { afterAll, beforeAll, expect, test } from "vitest";
import type { Order } from "../../../src/balancer/retire.ts";
import type { Container, LocalImage } from "../../../src/index.ts";
import { summarize } from "../../../src/load/report.ts";
import { request } from "../../../src/load/request.ts";
import { djangoImage, nodeImage, note, type Rolling, startRolling } from "../../support/rolling.ts";
import { healthy, type Rolled, rollOver } from "../../support/rollOver.ts";
import { SCALE, STOPPING_LIMIT } from "../../support/scale.ts";

/** A server: which process of the stack runs it, on what, and where it answers. */
interface Server {
  process: string;
  image: () => Promise<LocalImage>;
  healthPath: string;
  fast: string;
  /** Without the seconds at its end. */
  slow: string;
  webSocket?: string;
  exitCode: number;
}

const node = { process: "frontend", healthPath: "/", fast: "/", slow: "/slow?seconds=", exitCode: 0 };
const django = { image: djangoImage, healthPath: "/api/health-check/", fast: "/api/version/" };

const SERVERS: Record<string, Server> = {
  gunicorn: { ...django, process: "gunicorn", slow: "/api/slow/?seconds=", exitCode: 0 },
  // It ends itself by the signal that stopped it.
  uvicorn: {
    ...django,
    process: "asgi",
    slow: "/api/slow-async/?seconds=",
    webSocket: "/ws/",
    exitCode: 143,
  },
  "the server of Nuxt 4": { ...node, image: () => nodeImage("nitro2") },
  "the server of Nuxt 5": { ...node, image: () => nodeImage("nitro3") },
  // To install the whole of each takes a minute; their servers are the two above.
  ...(process.env.UBLOG_FULL_LENGTH && {
    "Nuxt 4": { ...node, image: () => nodeImage("starter") },
    "Nuxt 5": { ...node, image: () => nodeImage("nuxt5") },
  }),
};

/** What the stack's load balancer has, divided by the scale. In seconds. */
const IDLE_TIMEOUT = 65 / SCALE;
const DEPLOYMENT: Order = { deregistrationDelay: 60 / SCALE };
const SPOT: Order = { deregisteredAfter: 10 / SCALE };

/** Between the requests of a client. At full length a server is under load for minutes. */
const PAUSE = SCALE === 1 ? 0.5 : 0.05;

const LIMIT = { timeout: STOPPING_LIMIT };

let rolling: Rolling;
beforeAll(async () => {
  rolling = await startRolling();
});
afterAll(() => rolling?.stop());

async function replace(
  server: Server,
  order: Order,
  change: (container: Container) => Container = (container) => container,
): Promise<Rolled> {
  const { image, healthPath, fast, slow, webSocket } = server;
  const container = change(rolling.container(server.process));
  const folder = await image();
  const seconds = (length: number) => slow + length / SCALE;
  const rolled = await rollOver({
    start: async () => healthy(await rolling.start(container, folder), healthPath),
    load: {
      host: "rolling.example.com",
      requests: [
        { path: fast, count: 3, pause: PAUSE },
        { path: fast, count: 3, pause: PAUSE, connections: "new" },
        { path: seconds(50), count: 2 },
        { path: seconds(20), count: 2, connections: "new" },
      ],
      webSockets: webSocket === undefined ? [] : [{ path: webSocket, count: 3, pause: PAUSE }],
    },
    order,
    idleTimeout: IDLE_TIMEOUT,
  });
  const { report, stopped, afterwards } = rolled;
  expect(report.answered + report.failed.length).toBe(report.sent);
  note(`${server.process} ${folder.folder} ${JSON.stringify(order)}`, {
    ...report,
    failed: summarize(report.failed),
    stopped,
    afterwards,
  });
  return rolled;
}

/** The server's own command, without what lets it go on for a while on Spot. */
function withoutLameDuck(container: Container): Container {
  const { command } = container;
  const at = command.indexOf("lame-duck");
  expect(at).toBeGreaterThan(0);
  return { ...container, command: command.slice(at + 2) };
}

const ended = ({ exitCode }: Server) => ({ exitCode, killed: false });

for (const [name, server] of Object.entries(SERVERS))
  test.concurrent(
    `${name} fails no request when it is replaced, by a deployment or by Spot`,
    LIMIT,
    async () => {
      const deployment = await replace(server, DEPLOYMENT);
      expect(summarize(deployment.report.failed)).toBe("");
      expect(deployment.stopped).toMatchObject(ended(server));
      expect(deployment.afterwards).toMatchObject(ended(server));
      expectGoing(deployment, server);

      const spot = await replace(server, SPOT);
      expect(summarize(spot.report.failed)).toBe("");
      expect(spot.stopped).toMatchObject(ended(server));
      expectGoing(spot, server);

      // The same without the lame duck: the test would see it.
      const atOnce = await replace(server, SPOT, withoutLameDuck);
      expect(atOnce.report.failed.length).toBeGreaterThan(0);
      expect(atOnce.stopped.killed).toBe(false);
    },
  );

/** The WebSockets that the old container had were closed with "starts anew", and opened again. */
function expectGoing({ report }: Rolled, { webSocket }: Server): void {
  const { opened, echoed, closed, failed } = report.webSockets;
  if (webSocket === undefined) return;
  expect(summarize(failed)).toBe("");
  expect(Object.keys(closed)).toEqual(["1012"]);
  expect(opened).toBeGreaterThan(3);
  expect(echoed).toBeGreaterThan(0);
}

test.concurrent(
  "the server of Nuxt 5 waits for its requests for SERVER_SHUTDOWN_TIMEOUT, and not for the 5 s that it would",
  LIMIT,
  async () => {
    const image = await nodeImage("nitro3");
    const container = withoutLameDuck(rolling.container("frontend"));
    const { SERVER_SHUTDOWN_TIMEOUT, ...without } = container.environment;
    expect(SERVER_SHUTDOWN_TIMEOUT).toBe("60");
    const stoppedAtWork = async (environment: Record<string, string>) => {
      const server = await healthy(await rolling.start({ ...container, environment }, image, 1), "/");
      const slow = request(new URL("/slow?seconds=7", server.url), { within: 60 });
      await request(new URL(server.url), { within: 60 });
      const { exitCode, killed } = await server.stop();
      return [await slow, exitCode, killed];
    };
    expect(await Promise.all([container.environment, without].map(stoppedAtWork))).toEqual([
      [undefined, 0, false],
      ["ECONNRESET", 0, false],
    ]);
  },
);
