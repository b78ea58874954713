import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import type { Engine } from "../src/engine/findEngine.ts";
import { engineEnvironment, foldersIn } from "../src/sandbox/environment.ts";

const engine: Engine = {
  pulumi: "/opt/pulumi/pulumi",
  binDir: "/opt/pulumi",
  version: "3.259.0",
  hostBeside: true,
  source: "path",
};

test("the engine gets the user's environment without a way into an account", () => {
  const dir = temporaryFolder();
  const env = engineEnvironment(engine, foldersIn(dir), {
    PATH: "/usr/bin",
    HOME: "/home/jo",
    LANG: "de_AT.UTF-8",
    XDG_CACHE_HOME: "/caches",
    AWS_PROFILE: "production",
    AWS_ACCESS_KEY_ID: "AKIA",
    AWS_ENDPOINT_URL: "https://example.com",
    PULUMI_ACCESS_TOKEN: "pul-1",
    PULUMI_BACKEND_URL: "s3://production",
    PULUMI_STACK: "production",
    PULUMI_CONFIG_PASSPHRASE_FILE: "/home/jo/passphrase",
    PULUMI_HOME: "/home/jo/.pulumi",
  });
  expect(env).toEqual({
    PATH: `${dir}/home/bin:/opt/pulumi:/usr/bin`,
    HOME: "/home/jo",
    LANG: "de_AT.UTF-8",
    XDG_CACHE_HOME: "/caches",
    PULUMI_HOME: `${dir}/home`,
    PULUMI_BACKEND_URL: `file://${dir}/state?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    SANDBOX_WORLD: `${dir}/world.db`,
    NODE_COMPILE_CACHE: "/caches/ublog-sandbox/node-compile-cache",
  });
  expect(readlinkSync(join(dir, "home", "bin", "node"))).toBe(process.execPath);
  expect(readlinkSync(join(dir, "home", "bin", "pulumi"))).toBe("/opt/pulumi/pulumi");
});

test("a language host that lies elsewhere on PATH is looked for there", () => {
  const elsewhere = { ...engine, hostBeside: false };
  const env = engineEnvironment(elsewhere, foldersIn(temporaryFolder()), { PATH: "/usr/bin" });
  expect(env).not.toHaveProperty("PULUMI_IGNORE_AMBIENT_PLUGINS");
});
