import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeGithub, startFakeGithub } from "../support/github.ts";
import { type Declared, openTestProject, type TestProject } from "../support/project.ts";
import { runStep } from "../support/steps.ts";

const bucket = (name: string) => ({ type: "s3/bucket:Bucket", inputs: { bucket: name } });
const note = { type: "ssm/parameter:Parameter", inputs: { name: "note", type: "String", value: "one" } };
const before: Declared = { assets: bucket("ublog-assets"), note };
const assets = "urn:pulumi:base::ublog::aws:s3/bucket:Bucket::assets";

let project: TestProject;
let github: FakeGithub;
let since: string;

beforeAll(async () => {
  project = await openTestProject();
  github = await startFakeGithub();
  project.write("base", before);
  project.write("beta", { note });
  since = project.commit();
  await project.pulumi("up", "--stack", "base", "--yes", "--skip-preview");
});
afterAll(async () => {
  project.remove();
  await github.close();
});

/** Runs a step of “[IaC] Preview” for a pull request with this description. */
function step(job: string, name: string, description: string, stack = "base", stacks = '["base"]') {
  return runStep(
    project,
    ["iac-preview.yml", job, name],
    {
      "vars.PULUMI_BACKEND_URL": project.env.PULUMI_BACKEND_URL ?? "",
      "github.event.pull_request.base.sha || github.event.merge_group.base_sha": since,
      "matrix.stack": stack,
      "needs.stacks.outputs.stacks": stacks,
      "needs.stacks.outputs.problem": "",
      "github.token": "token",
    },
    { pull_request: { number: 7, body: description } },
  );
}
const preview = (description: string, stack?: string) => step("preview", "Preview", description, stack);
const guard = (description: string) => step("preview", "Refuse to lose what holds data", description);
const comment = (description: string, stacks: string) => {
  cpSync(join(project.temp, "preview"), join(project.temp, "previews"), { recursive: true });
  project.env.GITHUB_API_URL = github.url;
  return step("comment", "Keep the comment up to date", description, "base", stacks);
};
const lost = "::error::base: assets, a bucket, would be lost";

test("a bucket that would be replaced stops the pull request, until it says so", async () => {
  project.write("base", { ...before, assets: bucket("ublog-files") });
  project.commit();
  const touched = await step("stacks", "Which stacks does this change touch?", "");
  expect(touched).toMatchObject({ code: 0, outputs: { stacks: '["base"]' } });

  const shown = await preview("Renames the bucket");
  expect(shown.code).toBe(0);
  await expect(shown.summary).toMatchFileSnapshot("../golden/replace.golden.md");

  const refused = await guard("Renames the bucket");
  expect(refused.code).toBe(1);
  expect(refused.log).toContain(
    `${lost} (replace). If that is what you want, write a line into the description of the pull request: Allow-Loss-Of: ${assets}`,
  );
  expect(await guard(`Renames the bucket\n\nAllow-Loss-Of: ${assets}`)).toMatchObject({
    code: 0,
    log: expect.stringContaining("base: will be lost, as allowed: assets."),
  });

  expect(await comment("Renames the bucket", '["base"]')).toMatchObject({ code: 0 });
  expect(github.comments[7]).toHaveLength(1);
  expect(github.comments[7]?.[0]?.body).toContain("| replace | `assets` | `aws:s3:Bucket` | **`bucket`** |");
});

test("a bucket that would be deleted is as good as lost", async () => {
  project.write("base", { note });
  project.commit();
  const shown = await preview(`Allow-Loss-Of: ${assets}`);
  await expect(shown.summary).toMatchFileSnapshot("../golden/delete.golden.md");
  expect((await guard("")).log).toContain(`${lost} (delete).`);
  expect(await guard(`Allow-Loss-Of: ${assets}`)).toMatchObject({ code: 0 });
});

test("what is protected isn't lost by a line: the comment tells the way, and the way leads there", async () => {
  const table = (name: string, isOn: boolean) => ({
    type: "dynamodb/table:Table",
    protect: isOn,
    inputs: {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      deletionProtectionEnabled: isOn,
    },
  });
  const urn = "urn:pulumi:kept::ublog::aws:dynamodb/table:Table::orders";
  const allowed = `Allow-Loss-Of: ${urn}`;
  const write = (resources: Declared) => {
    project.write("kept", resources);
    project.commit();
  };
  const up = () => project.pulumi("up", "--stack", "kept", "--yes", "--skip-preview");
  write({ orders: table("orders", true) });
  await project.pulumi("stack", "init", "kept", "--no-select");
  expect(await up()).toMatchObject({ code: 0 });

  const refusedAs = async (description: string) => {
    const shown = await preview(description, "kept");
    const guarded = await guard(description);
    expect([shown.code, guarded.code]).toEqual([1, 1]);
    for (const { log } of [shown, guarded]) {
      expect(log).toContain("kept can't be changed like this: it would lose what is protected.");
    }
    expect(guarded.log).not.toContain("If that is what you want");
    return shown;
  };
  write({ orders: table("sales", true) });
  await expect((await refusedAs(allowed)).summary).toMatchFileSnapshot("../golden/held.golden.md");
  expect(await comment(allowed, '["kept"]')).toMatchObject({ code: 0 });
  expect(github.comments[7]?.[0]?.body).toContain("To lose it, take the protection off first, by itself.");

  // In one step, up would fail at AWS's own protection.
  write({ orders: table("sales", false) });
  await refusedAs(allowed);
  // The engine protects what the program has no more.
  write({ note });
  await refusedAs(allowed);

  write({ orders: table("orders", false) });
  expect(await preview("", "kept")).toMatchObject({ code: 0 });
  expect(await guard("")).toMatchObject({ code: 0 });
  expect(await up()).toMatchObject({ code: 0 });
  write({ orders: table("sales", false) });
  expect(await preview(allowed, "kept")).toMatchObject({ code: 0 });
  expect(await guard("")).toMatchObject({ code: 1 });
  expect(await guard(allowed)).toMatchObject({ code: 0 });
  expect(await up()).toMatchObject({ code: 0 });
  rmSync(join(project.project, "Pulumi.kept.yaml"));
});

test("a program that fails fails the job, with the error and without a stack trace", async () => {
  project.write("base", { odd: { type: "s3/bucket:Bucket", inputs: { buckt: "x" } } });
  const shown = await preview("");
  expect(shown).toMatchObject({ code: 1, outputs: { changes: "false" } });
  expect(shown.summary).toContain("### `base`: the preview failed");
  expect(shown.summary).toContain("buckt");
  expect(shown.summary).not.toContain("    at ");
  expect(await guard("")).toMatchObject({
    code: 1,
    log: expect.stringContaining("base: the preview failed, so nobody knows what would be lost."),
  });
});

test("a stack that isn't made yet is previewed in the sandbox, on its base, and makes no stack", async () => {
  project.write(
    "base",
    { ...before, network: { type: "ec2/vpc:Vpc", inputs: { cidrBlock: "10.0.0.0/16" } } },
    {
      outputs: { vpc: "id:network" },
    },
  );
  const inputs = { name: "tasks", vpcId: "base:vpc", description: "Tasks" };
  const firewall = { type: "ec2/securityGroup:SecurityGroup", inputs };
  project.write("gamma", { firewall }, { program: "app", base: "base" });
  project.commit();
  const shown = await preview("", "gamma");
  expect(shown).toMatchObject({ code: 0, outputs: { changes: "false" } });
  expect(shown.summary).toContain("### `gamma`: not made yet, create 1");
  expect(shown.summary).toContain("Until then this is what the sandbox says");
  expect(shown.summary).toContain("| create | `firewall` | `aws:ec2:SecurityGroup` |");
  expect((await project.pulumi("stack", "ls", "--json")).stdout).not.toContain("gamma");

  expect(await comment("", '["gamma"]')).toMatchObject({ code: 0 });
  expect(github.comments[7]?.[0]?.body).toContain("### `gamma`: not made yet, create 1");
});

test("what is wrong with it fails the check", async () => {
  project.write("gamma", { odd: { type: "s3/bucket:Bucket", inputs: { buckt: "x" } } });
  const wrong = await preview("", "gamma");
  expect(wrong).toMatchObject({ code: 1, outputs: { changes: "false" } });
  expect(wrong.summary).toContain("### `gamma`: not made yet, the preview failed");
  expect(wrong.summary).toContain("buckt");
  expect(wrong.log).toContain("::error::gamma: ");

  project.write("gamma", { note }, { program: "app", base: "odd" });
  project.write("odd", { odd: { type: "s3/bucket:Bucket", inputs: { buckt: "x" } } });
  const unfounded = await preview("", "gamma");
  expect(unfounded.code).toBe(1);
  expect(unfounded.summary).toContain("gamma is built on odd, which can't be brought up in the sandbox: ");
  for (const stack of ["gamma", "odd"]) rmSync(join(project.project, `Pulumi.${stack}.yaml`));
});

test("the file of a stack goes when the stack has gone, and not before", async () => {
  project.write("base", before);
  for (const stack of ["base", "beta"]) rmSync(join(project.project, `Pulumi.${stack}.yaml`));
  project.commit();
  const touched = await step("stacks", "Which stacks does this change touch?", "");
  expect(touched).toMatchObject({ code: 0, outputs: { stacks: '["base","beta"]' } });

  const living = await preview("");
  expect(living).toMatchObject({ code: 1, outputs: { changes: "false" } });
  expect(living.log).toContain(
    "::error::base: base still has 2 resources: destroy first, then remove its file.%0AWithout Pulumi.base.yaml no preview",
  );
  const never = await preview("", "beta");
  expect(never).toMatchObject({ code: 0, outputs: { changes: "false" } });
  expect(never.summary).toContain("### `beta`: its file is removed, and nothing is left of it");

  project.write("base", before);
  await project.pulumi("destroy", "--stack", "base", "--yes", "--skip-preview");
  rmSync(join(project.project, "Pulumi.base.yaml"));
  expect(await preview("")).toMatchObject({
    code: 0,
    summary: expect.stringContaining("### `base`: its file is removed, and nothing is left of it"),
  });
});

test("500 resources fit into the comment, and all of them are on the page of the run", async () => {
  const numbers = Array.from({ length: 500 }, (_, index) => String(index).padStart(3, "0"));
  const inputs = (number: string) => ({
    name: `/app/${number}`,
    type: "String",
    value: "v",
    description: "x".repeat(60),
  });
  project.write(
    "many",
    Object.fromEntries(
      numbers.map((n) => [`parameter-${n}`, { type: "ssm/parameter:Parameter", inputs: inputs(n) }]),
    ),
  );
  project.commit();
  await project.pulumi("stack", "init", "many", "--no-select");
  const shown = await preview("", "many");
  expect(shown.summary.match(/^\| create \|/gm)).toHaveLength(500);
  expect(shown.summary).toContain("<summary>Details of 500 resources</summary>");

  expect(await comment("", '["many"]')).toMatchObject({ code: 0 });
  const body = github.comments[7]?.[0]?.body ?? "";
  expect(Buffer.byteLength(body)).toBeLessThan(65_536);
  await expect(body).toMatchFileSnapshot("../golden/500resources.golden.md");
});
