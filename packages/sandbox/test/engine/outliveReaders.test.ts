import { spawn } from "node:child_process";
import { join } from "node:path";
import { awsAccount } from "@ublog/aws-model/test/support/awsResources.ts";
import { makeEnvironment } from "@ublog/aws-model/test/support/environment.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { appUpdate } from "../../src/appUpdate/appUpdate.ts";
import { sandboxEnvironment } from "../../src/sandbox/environment.ts";

const repository = join(import.meta.dirname, "../../../..");
const entry = (path: string) => join(repository, "packages", path);

/** Runs a program whose output is read up to its first piece, as `| head -1` does, or not at all. */
function runUnread(
  args: string[],
  environment: NodeJS.ProcessEnv,
  reads: "first" | "nothing" = "first",
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (piece: Buffer) => {
    stderr += piece;
  });
  if (reads === "nothing") child.stdout.destroy();
  else child.stdout.once("data", () => child.stdout.destroy());
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stderr }));
  });
}

test("a release in the sandbox goes on to its end when nobody reads any more, and gives the lock back", async () => {
  const file = join(temporaryFolder(), "world.db");
  const { create } = awsAccount({ region: "us-east-1" }, file);
  makeEnvironment({ create });
  const environment = {
    ...sandboxEnvironment(file, process.env),
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
  };
  const program = entry("sandbox/src/appUpdate/main.ts");
  const args = ["--stack", "shop"];
  expect(await runUnread([program, "release", "v1", ...args], environment)).toEqual({ code: 0, stderr: "" });

  const status = await appUpdate(file, ["status", "--json", ...args]);
  expect(JSON.parse(status.stdout)).toMatchObject({
    headline: expect.stringMatching(/^shop runs v1 \(release 1, by .+\)\.$/),
    remarks: ["Nothing waits for a release."],
  });
  const following = [program, "logs", "update", "--follow", "--since", "1h", ...args];
  const followed = await runUnread(following, environment, "nothing");
  expect(followed).toEqual({ code: 0, stderr: "" });
});

test.each([
  ["app-update", [entry("app-update/src/bin.ts"), "--help"]],
  ["the release tool in the sandbox", [entry("sandbox/src/appUpdate/main.ts"), "--help"]],
  ["sandbox", [entry("sandbox/sandbox.js"), "rules"]],
  ["pipeline", [entry("pipeline/src/bin.ts"), "--help"]],
])("%s ends as it would with a reader, and without a word, when there is none", async (_, args) => {
  const world = join(temporaryFolder(), "world.db");
  const environment = sandboxEnvironment(world, process.env);
  expect(await runUnread(args, environment, "nothing")).toEqual({ code: 0, stderr: "" });
});
