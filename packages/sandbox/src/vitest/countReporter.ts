import { writeFileSync } from "node:fs";
import type { Reporter, SerializedError, TestModule } from "vitest/node";

/**
 * Ends a run with one line such as `120 passed, 0 failed`, and in the file that the environment variable TEST_COUNTS
 * names. A file that can't be loaded, a failed hook and an error outside any test count as one failure each.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        if (state === "failed") failed += 1;
      }
    }
    const line = `${passed} passed, ${failed} failed`;
    console.log(line);
    if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, `${line}\n`);
  }
}
