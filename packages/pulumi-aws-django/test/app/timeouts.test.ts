import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  keepAlive,
  MAX_GRACEFUL,
  MAX_REQUEST_TIMEOUT,
  MAX_STOP_TIMEOUT,
  serviceDeleteMinutes,
  usualLameDuck,
  visibilityTimeout,
  webTimeouts,
  workerTimeouts,
} from "../../src/app/plan/timeouts.ts";

const requestTimeouts = fc.integer({ min: 1, max: MAX_REQUEST_TIMEOUT });
const taskTimeouts = fc.option(fc.integer({ min: 1, max: 7 * 24 * 3600 }), { nil: undefined });

test("the chain of a web server, for any time limit of a request", () => {
  fc.assert(
    fc.property(requestTimeouts, (requestTimeout) => {
      const { deregistrationDelay, gracefulTimeout, stopTimeout } = webTimeouts(requestTimeout);
      // A request that began before the target left can finish.
      expect(deregistrationDelay).toBeGreaterThanOrEqual(requestTimeout);
      expect(deregistrationDelay).toBeLessThanOrEqual(3600);
      // The server is done before it is killed, and is killed no later than Fargate allows.
      expect(gracefulTimeout).toBeLessThan(stopTimeout);
      expect(stopTimeout).toBeLessThanOrEqual(MAX_STOP_TIMEOUT);
      // Only a limit beyond what Fargate allows is cut short.
      expect(gracefulTimeout).toBe(Math.min(requestTimeout, MAX_GRACEFUL));
    }),
  );
});

test("a lame duck has its place in the chain, and by itself never cuts a request short that could finish without it", () => {
  const stopTimeouts = fc.option(fc.integer({ min: 1, max: MAX_STOP_TIMEOUT }), { nil: undefined });
  fc.assert(
    fc.property(requestTimeouts, stopTimeouts, (requestTimeout, stop) => {
      const lameDuck = usualLameDuck(requestTimeout, stop);
      const { gracefulTimeout, stopTimeout } = webTimeouts(requestTimeout, lameDuck);
      expect(gracefulTimeout).toBe(webTimeouts(requestTimeout).gracefulTimeout);
      expect(lameDuck + gracefulTimeout).toBeLessThan(stopTimeout);
      expect(stopTimeout).toBeLessThanOrEqual(MAX_STOP_TIMEOUT);
    }),
  );
});

test("the server keeps an idle connection longer than the load balancer", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 4000 }), (idle) => keepAlive(idle) === idle + 5));
});

test("the chain of a worker, for any time limit of a task", () => {
  fc.assert(
    fc.property(taskTimeouts, (taskTimeout) => {
      const { softShutdown, stopTimeout, interrupts } = workerTimeouts(taskTimeout);
      expect(softShutdown).toBeLessThan(stopTimeout);
      expect(stopTimeout).toBeLessThanOrEqual(MAX_STOP_TIMEOUT);
      // Either every task can finish, or the worker puts what it can't finish back in time.
      expect(interrupts).toBe(softShutdown < (taskTimeout ?? Infinity));
    }),
  );
});

test("the defaults, in seconds", () => {
  expect(webTimeouts(60)).toEqual({ deregistrationDelay: 60, gracefulTimeout: 60, stopTimeout: 75 });
  expect(webTimeouts(300)).toEqual({ deregistrationDelay: 300, gracefulTimeout: 105, stopTimeout: 120 });
  expect(webTimeouts(60, 20)).toEqual({ deregistrationDelay: 60, gracefulTimeout: 60, stopTimeout: 95 });
  expect(webTimeouts(300, 90)).toEqual({ deregistrationDelay: 300, gracefulTimeout: 15, stopTimeout: 120 });
  expect([60, 85, 90, 105, 300].map((seconds) => usualLameDuck(seconds))).toEqual([20, 20, 15, 0, 0]);
  expect([usualLameDuck(10, 40), usualLameDuck(10, 30), usualLameDuck(60, 30)]).toEqual([15, 5, 0]);
  expect(workerTimeouts(undefined)).toEqual({
    softShutdown: 105,
    stopTimeout: 120,
    interrupts: true,
  });
  expect(workerTimeouts(105)).toEqual({ softShutdown: 105, stopTimeout: 120, interrupts: false });
  expect(workerTimeouts(106)).toEqual({ softShutdown: 105, stopTimeout: 120, interrupts: true });
  expect(workerTimeouts(30)).toEqual({ softShutdown: 30, stopTimeout: 45, interrupts: false });
});

test("one visibility timeout for all workers: what the slowest needs, in whatever order they come", () => {
  expect(visibilityTimeout([])).toBe(3600);
  expect(visibilityTimeout([60, 300])).toBe(3600);
  expect(visibilityTimeout([300, 7200, 60])).toBe(14_400);
  expect(visibilityTimeout([undefined])).toBe(43_200);
  expect(visibilityTimeout([60, undefined])).toBe(43_200);
  expect(visibilityTimeout([86_400, undefined])).toBe(172_800);
  fc.assert(
    fc.property(fc.array(taskTimeouts), (limits) => {
      // A task never runs twice because it is slow.
      for (const limit of limits) expect(visibilityTimeout(limits)).toBeGreaterThan(limit ?? 12 * 3600 - 1);
    }),
  );
});

test("a service may take as long to delete as its tasks to drain", () => {
  fc.assert(
    fc.property(requestTimeouts, (requestTimeout) => {
      const { deregistrationDelay, stopTimeout } = webTimeouts(requestTimeout);
      const minutes = serviceDeleteMinutes(deregistrationDelay, stopTimeout);
      expect(minutes * 60).toBeGreaterThan(deregistrationDelay + stopTimeout + 300);
      expect(minutes).toBeGreaterThanOrEqual(20);
    }),
  );
});
