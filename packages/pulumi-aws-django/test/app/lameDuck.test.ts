import { describe, expect, test } from "vitest";
import { Capacity, checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import { containerOf, plainOf, recordApp } from "./support/recordApp.ts";

/** How a command begins that goes on for a while, without its script. */
const begin = (command: string[]) =>
  command[0] === "sh" ? [...command.slice(0, 2), ...command.slice(3, 6)] : command.slice(0, 1);

describe("what is behind the load balancer goes on for a while when it is asked to stop", () => {
  test.each([Capacity.Spot, Capacity.Mixed])("on %s", async (capacity) => {
    const recording = await recordApp({
      capacity,
      frontend: { enabled: true },
      services: {
        sockets: { command: ["daphne"], route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/" } },
        inner: { command: ["inner"] },
      },
    });
    const commands = ["gunicorn", "web-ui", "sockets", "inner", "default", "beat"].map((name) => {
      const { command, stopTimeout } = containerOf(recording, name);
      return [begin(command), stopTimeout];
    });
    expect(commands).toEqual([
      [["sh", "-c", "lame-duck", "20", "gunicorn"], 95],
      [["sh", "-c", "lame-duck", "20", "node"], 95],
      [["sh", "-c", "lame-duck", "20", "daphne"], 95],
      [["inner"], 30],
      [["celery"], 120],
      [["celery"], 30],
    ]);
  });

  test("not on demand", async () => {
    const { command, stopTimeout } = containerOf(await recordApp(), "gunicorn");
    expect([begin(command), stopTimeout]).toEqual([["gunicorn"], 75]);
  });

  test("for as long as somebody wants, and the server has the rest", async () => {
    const args: Partial<DjangoAppArgs> = {
      capacity: Capacity.Spot,
      requestTimeoutSeconds: 300,
      base: { ...baseContract, loadBalancer: { ...baseContract.loadBalancer, idleTimeout: 300 } },
      gunicorn: { command: ["my-server"], route: { lameDuckSeconds: 40 } },
      frontend: { enabled: true, route: { lameDuckSeconds: 0 } },
    };
    const recording = await recordApp(args);
    const [web, frontend] = [containerOf(recording, "gunicorn"), containerOf(recording, "web-ui")];
    expect([begin(web.command), web.stopTimeout]).toEqual([
      ["sh", "-c", "lame-duck", "40", "my-server"],
      120,
    ]);
    expect([begin(frontend.command), frontend.stopTimeout]).toEqual([["node"], 120]);
    expect(plainOf(frontend).SERVER_SHUTDOWN_TIMEOUT).toBe("105");
  });

  test("and the server is told what is left for it", async () => {
    const route = { lameDuckSeconds: 45 };
    const recording = await recordApp({
      capacity: Capacity.Spot,
      gunicorn: { route },
      frontend: { enabled: true, route },
    });
    const { command, stopTimeout } = containerOf(recording, "gunicorn");
    expect(command[command.indexOf("--graceful-timeout") + 1]).toBe("60");
    expect(stopTimeout).toBe(120);
    expect(plainOf(containerOf(recording, "web-ui")).SERVER_SHUTDOWN_TIMEOUT).toBe("60");
  });
});

test.each<[what: string, args: Partial<DjangoAppArgs>, lines: string[]]>([
  [
    "too long for Fargate",
    { requestTimeoutSeconds: 1, gunicorn: { route: { lameDuckSeconds: 91 } } },
    ["gunicorn.route.lameDuckSeconds: is 91. Write a whole number from 0 to 90."],
  ],
  [
    "too long for the requests",
    { gunicorn: { route: { lameDuckSeconds: 46 } } },
    [
      "gunicorn.route.lameDuckSeconds: is 46. Requests may take 60 seconds (requestTimeoutSeconds), and Fargate kills a task too early for both. Write at most 45, or a shorter time for requests.",
    ],
  ],
  [
    "longer than the container lives",
    {
      capacity: Capacity.Spot,
      requestTimeoutSeconds: 5,
      services: {
        ws: {
          command: ["daphne"],
          stopTimeoutSeconds: 30,
          route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/", lameDuckSeconds: 30 },
        },
      },
    },
    [
      "services.ws.route.lameDuckSeconds: is 30. The container is killed after 30 seconds (stopTimeoutSeconds), before the process is asked to stop. Write less, or more there.",
    ],
  ],
])("refused: %s", (_, args, lines) => {
  const problems = checkDjangoAppArgs("alpha", { base: baseContract, ...args });
  expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(lines);
});
