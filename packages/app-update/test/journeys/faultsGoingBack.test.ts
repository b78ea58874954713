import { describe, test } from "vitest";
import { EXIT } from "../../src/outcome.ts";
import { betweenReleases, breakEveryCall, SLOW } from "../support/breakEveryCall.ts";
import type { Fault } from "../support/faults.ts";
import { run } from "../support/program.ts";

/** A throttle is but another error here. */
const FEWER: Fault[] = ["error", "lost answer", "killed"];

describe("a release whose web process fails and is taken back", async () => {
  const start = await betweenReleases({ v2: { gunicorn: { health: 400 } } });
  const sweep = { start, command: "release v2", from: "v1", to: "v2", end: EXIT.failed };
  // What comes before is the same as in a good release.
  const first = 1 + (await run(structuredClone(start), "release v2")).calls.indexOf("ecs.UpdateService");
  test.each(FEWER)(
    "%s at every call from the roll-out on",
    (fault) => breakEveryCall("a bad release", sweep, fault, first),
    SLOW,
  );
});

describe("a release that the check refuses", async () => {
  const line = `django-ecs-check ${JSON.stringify({
    version: 1,
    ...{ kit: null, django: "5.2.1", celery: null, questions: 25, warnings: [] },
    problems: [{ question: "storages", reason: "Uploads go elsewhere.", remedy: "Set the location." }],
  })}`;
  const start = await betweenReleases({ v2: { check: { log: [line], exit: { code: 3, afterSeconds: 3 } } } });
  const sweep = { start, command: "release v2", from: "v1", to: "v2", end: EXIT.refused };
  const first =
    1 + (await run(structuredClone(start), "release v2")).calls.indexOf("ecs.RegisterTaskDefinition");
  test.each(FEWER)(
    "%s at every call from the first change on",
    (fault) => breakEveryCall("a refused release", sweep, fault, first),
    SLOW,
  );
});

describe("a rollback by hand", async () => {
  const start = await betweenReleases();
  await run(start, "release v2");
  const sweep = { start, command: "rollback --to 1", from: "v2", to: "v1", end: EXIT.done };
  test.each(FEWER)("%s at every call", (fault) => breakEveryCall("a rollback", sweep, fault), SLOW);
});
