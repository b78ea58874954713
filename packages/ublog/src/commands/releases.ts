import { main } from "@ublog/app-update/src/cli.ts";
import { processSurroundings as around } from "@ublog/app-update/src/main.ts";
import type { Build } from "@ublog/app-update/src/release/built.ts";
import type { AskUpSettings } from "@ublog/app-update/src/settings.ts";

/** The release tool, which hears from the project's files what waits for an `up`, and can build what it releases. */
export const releases = (args: readonly string[]): Promise<number> =>
  main(args, { ...around, upSettings, build }, "ublog");

const upSettings: AskUpSettings = async (...environment) => {
  const { upSettingsIn } = await import("@ublog/project/src/settings/upSettings.ts");
  return upSettingsIn(process.cwd())(...environment);
};

const build: Build = async (...request) => {
  const { buildForRelease } = await import("@ublog/project/src/images/forRelease.ts");
  return buildForRelease(around)(...request);
};
