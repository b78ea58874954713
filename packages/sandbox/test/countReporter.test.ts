import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { afterEach, expect, test, vi } from "vitest";
import type { TestModule } from "vitest/node";
import CountReporter from "../src/vitest/countReporter.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A test file as vitest reports it: its tests by state, and errors outside them. */
function file(states: string[], { fileErrors = 0, hookErrors = 0 } = {}): TestModule {
  const errors = (count: number) => Array.from({ length: count }, () => ({ message: "no" }));
  return {
    errors: () => errors(fileErrors),
    children: {
      allSuites: () => [{ errors: () => errors(hookErrors) }],
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
    },
  } as unknown as TestModule;
}

test.each([
  ["what passed and failed", [file(["passed", "failed"]), file(["passed"])], 0, "2 passed, 1 failed"],
  ["nothing that didn't run", [file(["passed", "skipped", "pending"])], 0, "1 passed, 0 failed"],
  ["a file that can't be loaded", [file([], { fileErrors: 1 }), file(["passed"])], 0, "1 passed, 1 failed"],
  ["a hook that failed", [file(["skipped"], { hookErrors: 1 })], 0, "0 passed, 1 failed"],
  ["an error outside any test", [file(["passed"])], 1, "1 passed, 1 failed"],
])("counts %s", (_, modules, unhandled, line) => {
  const counts = join(temporaryFolder(), "counts");
  vi.stubEnv("TEST_COUNTS", counts);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  new CountReporter().onTestRunEnd(
    modules,
    Array.from({ length: unhandled }, () => ({ message: "no" })),
  );
  expect(log.mock.calls).toEqual([[line]]);
  expect(readFileSync(counts, "utf8")).toBe(`${line}\n`);
});
