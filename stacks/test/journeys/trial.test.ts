import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readGuide, wordsOf } from "../../../packages/pulumi-aws-django/test/support/guide.ts";
import {
  appUpdate,
  openSandbox,
  openWorld,
  type Sandbox,
  update,
} from "../../../packages/sandbox/src/index.ts";

const repository = join(import.meta.dirname, "../../..");
const README = join(repository, "packages/pulumi-aws-django/README.md");
const dir = mkdtempSync(join(tmpdir(), "ublog-trial-"));
let sandbox: Sandbox;

beforeAll(async () => {
  const project = mkdtempSync(join(dir, "project-"));
  const read = (file: string) => readFileSync(join(repository, file), "utf8");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    read("Pulumi.yaml").replace("main: stacks", `main: ${join(repository, "stacks")}`),
  );
  const base = read("Pulumi.base.yaml")
    .split("\n")
    .filter((line) => !/ublog:(domainName|zoneId|durability):/.test(line));
  const guide = readGuide(README).program("A trial without a domain", "yaml");
  const settings = guide
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
  writeFileSync(join(project, "Pulumi.base.yaml"), [...base, ...settings, ""].join("\n"));
  for (const stack of ["alpha", "beta"])
    copyFileSync(join(repository, "Pulumi.alpha.yaml"), join(project, `Pulumi.${stack}.yaml`));
  sandbox = await openSandbox({ dir: join(dir, "sandbox"), project });
});

afterAll(() => rmSync(dir, { recursive: true }));

/** Ids of what is in AWS, by type; but those of waits, which are times. */
function account(): Map<string, string> {
  const world = openWorld(sandbox.world);
  const found = world.resources().filter(({ type }) => !type.endsWith(":CertificateValidation"));
  world.close();
  return new Map(found.map(({ urn, id }) => [urn.replace(/^.*::(?=.*::)/, ""), id]));
}

/** What holds data, or what people and scripts know by its name. */
const DATA =
  /:(Instance|ReplicationGroup|Bucket|Table|Secret|LoadBalancer|TargetGroup|Cluster|Distribution|Vpc|Service)::/;

async function up(stack: string): Promise<string[]> {
  const { errors, findings, changes } = await update(sandbox, "up", stack);
  expect([stack, errors, findings]).toEqual([stack, [], []]);
  return changes.filter(({ kind }) => kind !== "unchanged").map(({ kind, urn }) => `${kind} ${urn}`);
}

async function outputs(stack: string): Promise<Record<string, unknown>> {
  return JSON.parse((await sandbox.pulumi(["stack", "output", "--json", "--stack", stack])).stdout);
}

async function released(version: string): Promise<string> {
  const { code, stdout, stderr } = await appUpdate(sandbox.world, ["release", version, "--stack", "alpha"], {
    cwd: sandbox.project,
  });
  expect(code, stderr).toBe(0);
  return stdout;
}

const NOTE =
  "  Note: This is a trial without a domain: passwords and cookies cross the internet unencrypted.\n";

it("a trial comes up with its one app, is released to, and gets a domain without losing anything", async () => {
  expect(await up("base")).not.toEqual([]);
  expect(await up("alpha")).not.toEqual([]);
  const { url, trial } = await outputs("alpha");
  const host = String((await outputs("base")).loadBalancerDnsName);
  expect([url, trial]).toEqual([`http://${host}`, true]);
  expect((await outputs("base")).trial).toEqual({ app: "alpha" });
  expect(await released("v1.2.3")).toContain(`${NOTE}  http://${host}\n`);
  expect([await up("base"), await up("alpha")]).toEqual([[], []]);

  // Another app, with the settings of the first.
  const before = account();
  const refused = await update(sandbox, "up", "beta");
  expect(refused.errors).toEqual([
    [
      "Pulumi.beta.yaml: 1 setting can't be used; nothing was changed.",
      '  name of the stack: is "beta". The base is a trial for "alpha" alone, which has the load balancer\'s own name. Bring up "alpha"; or write "beta" as `trial.app` of the base and bring that up; or give the base a domain: domainName and zoneId instead of trial.',
    ].join("\n"),
  ]);
  expect(account()).toEqual(before);

  // The way out, by the README's commands.
  for (const command of readGuide(README).commands("A trial without a domain")) {
    const [program, ...args] = wordsOf(command);
    if (program === "app-update") {
      expect(await released(args[1] ?? "")).toMatch(
        / is live \(release 2\)\.\n {2}https:\/\/alpha\.example\.com\n$/,
      );
    } else if (args[0] === "up") {
      await up(args.at(-1) ?? "");
    } else {
      const { code, stderr } = await sandbox.pulumi(args);
      expect([command, code], stderr).toEqual([command, 0]);
    }
  }
  const after = account();
  const kept = [...before].filter(([urn]) => DATA.test(urn));
  expect(kept.length).toBeGreaterThan(15);
  expect(kept.filter(([urn, id]) => after.get(urn) !== id)).toEqual([]);
  expect([await up("base"), await up("alpha")]).toEqual([[], []]);
  expect(await outputs("alpha")).not.toHaveProperty("trial");
});

it("nothing is left of a trial after a destroy", async () => {
  const config = async (...args: string[]) =>
    expect((await sandbox.pulumi(["config", ...args, "--stack", "base"])).code).toBe(0);
  for (const name of ["domainName", "zoneId"]) await config("rm", name);
  await config("set", "--path", "trial.app", "alpha");
  await config("set", "durability", "disposable");
  // The other way round: the same base, with its data, is a trial again.
  await up("base");
  await up("alpha");
  expect((await outputs("alpha")).trial).toBe(true);
  for (const stack of ["alpha", "base"]) {
    const { errors, findings } = await update(sandbox, "destroy", stack);
    expect([stack, errors, findings]).toEqual([stack, [], []]);
  }
  expect([...account()]).toEqual([]);
});
