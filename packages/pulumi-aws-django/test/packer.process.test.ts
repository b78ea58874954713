import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const packages = join(import.meta.dirname, "../..");

/** What happens before a package is packed by somebody who calls himself so. */
function check(packer: string | undefined) {
  const env = { ...process.env, npm_config_user_agent: packer };
  const file = join(packages, "../.ci/packedByPnpm.js");
  const { status, stderr } = spawnSync(process.execPath, [file], { env, encoding: "utf8" });
  return { status, stderr };
}

describe("a package with catalog: versions", () => {
  it("is packed by pnpm", () => {
    expect(check("pnpm/12.21.0 npm/? node/v24.21.0 linux x64")).toEqual({ status: 0, stderr: "" });
  });

  it.each([
    ["npm", "npm/11.6.0 node/v24.21.0 linux x64 workspaces/false"],
    ["yarn", "yarn/1.22.22 npm/? node/v24.21.0 linux x64"],
    ["what packs this", undefined],
  ])("is not packed by %s", (name, packer) => {
    expect(check(packer)).toEqual({
      status: 1,
      stderr: `error: ${name} leaves versions as "catalog:" in package.json, which nobody can install. Run in this folder: npx -y pnpm@12 pack\n`,
    });
  });

  it("asks that first, wherever it is published from here", () => {
    const published = globSync("*/package.json", { cwd: packages })
      .sort()
      .map((file) => JSON.parse(readFileSync(join(packages, file), "utf8")))
      .filter((manifest) => manifest.private !== true);
    expect(published.map(({ name, scripts }) => [name, scripts.prepack])).toEqual(
      ["@ublog/app-update", "pulumi-aws-django", "@ublog/terminal"].map((name) => [
        name,
        "node ../../.ci/packedByPnpm.js && pnpm run build",
      ]),
    );
  });
});
