import { defineConfig } from "vitest/config";

const engineTests = "{packages/*,stacks}/test/engine/**/*.test.ts";

export default defineConfig({
  test: {
    reporters: ["default", "./packages/sandbox/src/vitest/countReporter.ts"],
    // Each test file that runs the engine keeps two processes busy.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages/*,stacks}/test/**/*.test.ts"],
          exclude: [engineTests],
          testTimeout: 30_000,
        },
      },
      {
        // On the real Pulumi engine. `vitest --project unit` does without.
        test: {
          name: "engine",
          include: [engineTests],
          globalSetup: "./packages/sandbox/src/vitest/findEngineOnce.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
