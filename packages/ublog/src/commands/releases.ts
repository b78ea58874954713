import { main } from "@ublog/app-update/src/cli.ts";
import { processSurroundings as around } from "@ublog/app-update/src/main.ts";
import type { Build } from "@ublog/app-update/src/release/built.ts";

/** The release tool, which can build here what it releases. */
export const releases = (args: readonly string[]): Promise<number> =>
  main(args, { ...around, build }, "ublog");

const build: Build = async (...request) =>
  (await import("@ublog/project/src/images/forRelease.ts")).buildForRelease(around)(...request);
