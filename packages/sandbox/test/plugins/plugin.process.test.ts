import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";

const plugin = (name: string) => fileURLToPath(new URL(`../../src/plugins/${name}.ts`, import.meta.url));

/** Something that starts a plugin as the engine does, and is killed as soon as the plugin says its port. */
const engine = `
  const { spawn } = require("node:child_process");
  const plugin = spawn(process.execPath, [process.argv[1]], { stdio: ["ignore", "pipe", "inherit"] });
  plugin.stdout.once("data", (port) => {
    process.stdout.write(port);
    process.stdout.write("plugin " + plugin.pid + "\\n", () => process.kill(process.pid, "SIGKILL"));
  });`;

test.each(["aws", "random"])(
  "the %s plugin says its port, and goes when the engine is killed",
  async (name) => {
    const env = { ...process.env, SANDBOX_WORLD: join(temporaryFolder(), "world.db") };
    // Both write to the same stream for errors, which ends when the last of them has gone.
    const started = spawn(process.execPath, ["-e", engine, plugin(name)], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    started.stdout.on("data", (text) => {
      said += text;
    });
    started.stderr.resume();
    await once(started.stderr, "end");
    expect(said).toMatch(/^\d+\nplugin \d+\n$/);
  },
);

test("without a world the aws plugin says what is missing", async () => {
  const { SANDBOX_WORLD: _world, ...env } = process.env;
  const started = spawn(process.execPath, [plugin("aws")], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  started.stderr.on("data", (text) => {
    said += text;
  });
  const [code] = await once(started, "close");
  expect(code).toBe(1);
  expect(said).toBe("SANDBOX_WORLD is not set: it has to hold the path of the sandbox's world file\n");
});
