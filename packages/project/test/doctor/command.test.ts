import { UsageError } from "@ublog/terminal/errors";
import { expect, test, vi } from "vitest";
import { type DoctorOptions, doctor } from "../../src/commands/doctor.ts";
import { FAULTS } from "./support/faults.ts";
import { folderOf, healthyWorld, portOf, type World } from "./support/world.ts";

/** Runs the command in a world, and keeps what it prints. */
async function run(world: World, options: DoctorOptions = {}) {
  const folder = folderOf(world);
  const [out, err]: string[][] = [[], []];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => out?.push(String(text)) !== 0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => err?.push(String(text)) !== 0);
  const exit = await doctor(options, () => portOf(world, folder));
  vi.restoreAllMocks();
  return { exit, stdout: out?.join("") ?? "", stderr: err?.join("") ?? "" };
}

test("where nothing is wrong it ends with 0", async () => {
  const { exit, stdout, stderr } = await run(healthyWorld(), { version: "v1" });
  expect([exit, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n").slice(-2)).toEqual(["Nothing stands in the way. 26 all right, 1 not asked.", ""]);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("warnings end with 0, a problem with 1", async () => {
  const world = healthyWorld();
  FAULTS.find(({ what }) => what === "no Docker")?.plant(world);
  expect((await run(world)).exit).toBe(0);
  FAULTS.find(({ what }) => what === "no VPC left")?.plant(world);
  const { exit, stdout } = await run(world, { only: ["vpcs", "docker"] });
  expect([exit, stdout.split("\n").at(-2)]).toEqual([
    1,
    "An `up` or a release would fail. 1 problem, 1 warning, 0 all right.",
  ]);
});

test("--json has every finding whole", async () => {
  const world = healthyWorld();
  FAULTS.find(({ what }) => what === "no git")?.plant(world);
  const { exit, stdout } = await run(world, { json: true, stack: "alpha", only: ["node", "git"] });
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    stack: "alpha",
    exit: 0,
    summary: "Nothing stands in the way of an `up`. 1 warning, 1 all right.",
    findings: [
      { question: "node", status: "ok", found: "Node.js 24.21.0" },
      {
        question: "git",
        status: "warning",
        found: "There is no git on PATH.",
        why: "`build` names images after the commit. Nothing else needs it.",
        fix: "Install it: https://git-scm.com/downloads",
      },
    ],
  });
});

test.each([
  ["delegaton", "--only delegaton: there is no such question. Did you mean delegation?"],
  [
    "everything",
    "--only everything: there is no such question. There are: node, pulumi, plugins, git, docker, exec-plugin, stack-files, network, account, region, base-account, rights, service-roles, vcpu, addresses, vpcs, load-balancer, databases, zone, delegation, caa, host-names, mail, images.",
  ],
])("--only %s is refused", async (id, message) => {
  await expect(run(healthyWorld(), { only: [id] })).rejects.toEqual(new UsageError(message));
});

test.each([
  ["alhpa", {}, "There is no Pulumi.alhpa.yaml. Did you mean alpha?"],
  ["production", {}, "There is no Pulumi.production.yaml. There are: alpha, base."],
  ["ada/ublog/alhpa", {}, "There is no Pulumi.alhpa.yaml. Did you mean alpha?"],
  [
    "bootstrap",
    { "Pulumi.bootstrap.yaml": "config:\n  ublog:program: bootstrap\n" },
    "bootstrap is what the workflows need, and neither a base nor an app. There are: alpha, base.",
  ],
  [
    "production",
    { "Pulumi.base.yaml": undefined, "Pulumi.alpha.yaml": undefined },
    "There is no Pulumi.production.yaml. There are none yet: `ublog init` writes them.",
  ],
])("--stack %s that doesn't exist is refused", async (stack, files, message) => {
  const world = healthyWorld();
  Object.assign(world.files, files);
  await expect(run(world, { stack })).rejects.toEqual(new UsageError(message));
});

test("with several bases, one has to be named", async () => {
  const world = healthyWorld();
  world.files["Pulumi.other.yaml"] = world.files["Pulumi.base.yaml"];
  await expect(run(world)).rejects.toThrow("There are several bases (base, other): say which with --stack.");
  const { stdout } = await run(world, { stack: "other", only: ["stack-files"], json: true });
  expect(JSON.parse(stdout).findings).toEqual([
    { question: "stack-files", status: "ok", found: "Pulumi.other.yaml" },
  ]);
});
