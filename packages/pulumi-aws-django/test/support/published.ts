import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { run } from "../../../terminal/src/run.ts";

/** The environment of a person's shell, with the Node that runs this. */
export const shell = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|VITEST)/i.test(name)),
  ),
  PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
  NPM_CONFIG_PREFER_OFFLINE: "true",
  NPM_CONFIG_AUDIT: "false",
  NPM_CONFIG_FUND: "false",
});

async function succeed(file: string, args: string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await run(file, args, { cwd, env: shell() });
  if (code !== 0) throw new Error(`${[file, ...args].join(" ")}: ${stdout}${stderr}`);
}

/** Packs a package of this repository as the release workflow does, and answers with the path of the tarball. */
export async function packPackage(folder: string, to: string): Promise<string> {
  const tarballs = join(to, "tarballs");
  mkdirSync(tarballs, { recursive: true });
  const before = readdirSync(tarballs);
  await succeed("npx", ["-y", "pnpm@12", "pack", "--pack-destination", tarballs], folder);
  const [made = ""] = readdirSync(tarballs).filter((file) => !before.includes(file));
  return join(tarballs, made);
}

/** Installs a package in a folder, as `npm install <name>` would once it and the packages of this repository that it needs are published. */
export async function installTarballs(folder: string, ...tarballs: string[]): Promise<void> {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  await succeed("npm", ["install", ...tarballs], folder);
}

/** The schema that Pulumi's own plugin host serves where it is given the folder of a package. */
export async function pluginSchema(folder: string): Promise<unknown> {
  const require = createRequire(createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi"));
  const host = require.resolve("./cmd/run-plugin");
  // Where PulumiPlugin.yaml says `typescript: false`, Pulumi says it so.
  const env = { ...shell(), PULUMI_NODEJS_TYPESCRIPT: "false" };
  const plugin = spawn(process.execPath, [host, folder, "127.0.0.1:1"], { cwd: folder, env });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let errors = "";
      plugin.stderr.on("data", (data) => {
        errors += data;
      });
      plugin.stdout.once("data", (data) => resolve(String(data).trim()));
      plugin.once("exit", () => reject(new Error(errors)));
    });
    const grpc = require("@grpc/grpc-js");
    const { ResourceProviderClient } = require("./proto/provider_grpc_pb.js");
    const { GetSchemaRequest } = require("./proto/provider_pb.js");
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
    try {
      const answer = await promisify(client.getSchema.bind(client))(new GetSchemaRequest());
      return JSON.parse((answer as { getSchema(): string }).getSchema());
    } finally {
      client.close();
    }
  } finally {
    plugin.kill();
  }
}
