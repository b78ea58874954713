import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests that start processes: the engine or any other program. */
const processTests = [
  "{packages/*,stacks}/test/engine/**/*.test.ts",
  "{packages/*,stacks}/test/**/*.process.test.ts",
];
const journeys = "{packages/*,stacks}/test/journeys/**/*.test.ts";
const real = "packages/*/test/real/**/*.test.ts";

/** The programs that tests start are compiled once: most of the time that a short one takes goes into reading it. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)) };

/** Time for several runs of the engine on a busy machine. */
const engineTimeouts = { testTimeout: 180_000, hookTimeout: 180_000 };

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
          exclude: [...processTests, journeys, real],
          testTimeout: 30_000,
          // Files share the modules of a process: to load the SDK for each of them would take a third of the time. What a test
          // changes outside itself, such as the environment, it must put back; the set-up file checks.
          isolate: false,
          setupFiles: "./packages/sandbox/src/vitest/checkIsolation.ts",
          restoreMocks: true,
        },
      },
      {
        // The components and the stacks on the real Pulumi engine.
        test: {
          name: "engine",
          include: processTests,
          exclude: [journeys, real],
          globalSetup: "./packages/sandbox/src/vitest/findEngineOnce.ts",
          env,
          ...engineTimeouts,
        },
      },
      {
        // Whole stories on the engine: pipelines, programs in other languages, upgrades, the stand-ins themselves.
        test: {
          name: "journeys",
          include: [journeys],
          globalSetup: "./packages/sandbox/src/vitest/findLanguagesOnce.ts",
          env,
          ...engineTimeouts,
        },
      },
      {
        // The containers' commands as processes, on real servers.
        test: {
          name: "real",
          include: [real],
          globalSetup: [
            "./packages/sandbox/src/vitest/findEngineOnce.ts",
            "./packages/local/test/support/stacks.ts",
          ],
          env,
          ...engineTimeouts,
        },
      },
    ],
  },
});
