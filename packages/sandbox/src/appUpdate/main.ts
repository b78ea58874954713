import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "@ublog/app-update/src/cli.ts";
import { processSurroundings } from "@ublog/app-update/src/main.ts";
import { EXIT, Refusal } from "@ublog/app-update/src/outcome.ts";
import type { AskUpSettings } from "@ublog/app-update/src/settings.ts";
import { serveAws } from "@ublog/aws-model/src/wire/server.ts";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { runProgram } from "@ublog/terminal/program";
import { regionIn } from "../shared/served.ts";
import { worldOfEnvironment } from "../shared/worldOfEnvironment.ts";
import { worldClock } from "./worldClock.ts";

/*
 * The release tool as it is, with its own AWS SDK, on the sandbox's world: this process serves the world as AWS to itself, and
 * its clock is the world's. A program of its own, so that its environment can be free of real accounts.
 */

/** The time that people take between two commands. */
const BETWEEN_COMMANDS = 60_000;

await runProgram(
  async (args) => {
    const world = worldOfEnvironment();
    const time = worldClock(world);
    let stop: (() => Promise<void>) | undefined;
    const exit = await main(args, {
      ...processSurroundings,
      ...(process.env.SANDBOX_PROJECT && { upSettings: await upSettingsIn(process.env.SANDBOX_PROJECT) }),
      clock: time.clock,
      build: async () => {
        throw new Refusal([
          "Nothing is built in the sandbox, whose registry has every version: write one, such as `ublog sandbox release v1.2.3 --stack alpha`.",
        ]);
      },
      registry: {
        ...processSurroundings.registry,
        digestOf: async (image) => `sha256:${createHash("sha256").update(image).digest("hex")}`,
        document: async () => undefined,
      },
      connect: async (region) => {
        await time.clock(new AbortController().signal).sleep(BETWEEN_COMMANDS);
        const server = await serveAws(world);
        stop = server.stop;
        process.env.AWS_ENDPOINT_URL = server.url;
        process.env.AWS_REGION = regionIn(world);
        return processSurroundings.connect(region);
      },
    });
    await stop?.();
    time.leave();
    world.close();
    return exit;
  },
  () => EXIT.unresolved,
);

/** What waits for an `up`, by the stack files in a folder: told by a package that is above this one, as its programs are run by path. */
async function upSettingsIn(folder: string): Promise<AskUpSettings> {
  const file = join(repository, "packages/project/src/settings/upSettings.ts");
  const { upSettingsIn } = await import(pathToFileURL(file).href);
  return upSettingsIn(folder);
}
