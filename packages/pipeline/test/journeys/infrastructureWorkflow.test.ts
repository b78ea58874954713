import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld } from "@ublog/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Declared, openTestProject, type TestProject } from "../support/project.ts";
import { runStep, type StepRun } from "../support/steps.ts";

let project: TestProject;

beforeAll(async () => {
  project = await openTestProject();
});
afterAll(() => project.remove());

const assets = {
  type: "s3/bucket:Bucket",
  inputs: { bucket: "ublog-assets", tags: { Owner: "web" } },
  protect: true,
};
const note = { type: "ssm/parameter:Parameter", inputs: { name: "note", type: "String", value: "one" } };
const network: Declared = {
  network: { type: "ec2/vpc:Vpc", inputs: { cidrBlock: "10.0.0.0/16" } },
  assets,
  note,
};
const vpc = { outputs: { vpc: "id:network" } };

/** Runs a step of “[IaC] Pulumi”. */
function step(job: string, name: string, stack: string, operation: string, confirm = ""): Promise<StepRun> {
  const shown = operation === "destroy" ? "destroy" : "up";
  return runStep(project, ["iac-pulumi.yml", job, name], {
    "inputs.stack": stack,
    "inputs.operation": operation,
    "inputs.confirm": confirm,
    "inputs.operation == 'destroy' && 'destroy' || 'up'": shown,
    "vars.PULUMI_BACKEND_URL": project.env.PULUMI_BACKEND_URL ?? "",
    "vars.PULUMI_SECRETS_PROVIDER": "",
  });
}
const request = (...about: [string, string, string?]) => step("request", "Check the request", ...about);
const preview = (...about: [string, string]) => step("preview", "Preview", ...about);
const apply = (...about: [string, string]) => step("apply", "Apply exactly the plan", ...about);

/** What an update that was killed three days ago leaves. */
function leaveLock(stack: string): string {
  const folder = join(project.sandbox.dir, "state/.pulumi/locks/organization/ublog", stack);
  mkdirSync(folder, { recursive: true });
  const timestamp = new Date(Date.now() - 3 * 86_400_000 - 60_000).toISOString();
  const file = join(folder, "1234.json");
  writeFileSync(file, JSON.stringify({ pid: 7, username: "runner", hostname: "fv-az1", timestamp }));
  return file;
}

test("a stack that isn't there is created, shown, and brought up as it was shown", async () => {
  project.write("base", network, vpc);
  project.commit();

  const early = await request("base", "preview");
  expect(early.code).toBe(1);
  expect(early.log).toContain(`::error::The stack base doesn't exist yet. The operation "up" creates it.`);

  const asked = await request("base", "up");
  expect(asked).toMatchObject({ code: 0, outputs: { create: "true" } });
  expect(await step("create", "Create the stack", "base", "up")).toMatchObject({ code: 0 });
  expect(await request("base", "up")).toMatchObject({ code: 0, outputs: { create: "false" } });

  const shown = await preview("base", "up");
  expect(shown).toMatchObject({ code: 0, outputs: { changes: "true" } });
  await expect(shown.summary).toMatchFileSnapshot("../golden/create.golden.md");

  const done = await apply("base", "up");
  expect(done).toMatchObject({ code: 0, outputs: { url: "" } });
  await expect(done.summary).toMatchFileSnapshot("../golden/applied.golden.md");

  const again = await preview("base", "up");
  expect(again).toMatchObject({ code: 0, outputs: { changes: "false" } });
  await expect(again.summary).toMatchFileSnapshot("../golden/noChange.golden.md");
});

test("an update is applied once, from the state and the commit that it was shown for", async () => {
  project.write(
    "base",
    {
      ...network,
      assets: { ...assets, inputs: { bucket: "ublog-assets", tags: { Owner: "data" } } },
      note: { ...note, inputs: { ...note.inputs, value: "secret:two", description: "a | b" } },
    },
    vpc,
  );
  const shownFor = project.commit();
  const shown = await preview("base", "up");
  await expect(shown.summary).toMatchFileSnapshot("../golden/update.golden.md");

  const elsewhere = project.commit();
  const otherCommit = await apply("base", "up");
  expect(otherCommit.code).toBe(1);
  expect(otherCommit.log).toContain(
    `::error::The preview is of commit ${shownFor}, this is ${elsewhere}. Nothing was changed. Start again from a new preview.`,
  );
  project.backTo(shownFor);

  const lock = leaveLock("base");
  const told = await preview("base", "up");
  expect(told).toMatchObject({ code: 0, outputs: { changes: "true" } });
  expect(told.summary).toMatch(
    /^> \*\*`base` is locked by `runner@fv-az1 \(pid 7\)`, since \S+ \(3 days ago\)\.\*\*/m,
  );
  expect(told.log).toContain("::warning::**`base` is locked by");
  const locked = await apply("base", "up");
  expect(locked.code).toBe(1);
  expect(locked.log).toContain(
    "::error::base is locked: nothing was changed. When nothing is running, clear it: pulumi cancel --yes --stack base",
  );
  expect(locked.summary.split("\n")[0]).toMatch(
    /^### `base` is locked by `runner@fv-az1 \(pid 7\)`, since \S+ \(3 days ago\)$/,
  );
  expect(locked.summary).toContain(
    "pulumi cancel --yes --stack base\nnpx -y pnpm@12 ublog recover --stack=base\n",
  );
  expect((await project.pulumi("cancel", "--yes", "--stack", "base")).code).toBe(0);
  expect(existsSync(lock)).toBe(false);

  expect(await apply("base", "up")).toMatchObject({ code: 0 });
  const twice = await apply("base", "up");
  expect(twice.code).toBe(1);
  expect(twice.log).toContain(
    "::error::The state of base has moved since the preview: somebody else changed it. Nothing was changed. Start again from a new preview.",
  );
});

test("a base is destroyed only when no app uses it, and nothing in it is protected", async () => {
  project.write(
    "alpha",
    {
      firewall: {
        type: "ec2/securityGroup:SecurityGroup",
        inputs: { vpcId: "base:vpc", description: "Tasks" },
      },
    },
    { program: "app", base: "base", outputs: { url: "https://alpha.example.com" } },
  );
  project.commit();
  await step("create", "Create the stack", "alpha", "up");
  await preview("alpha", "up");
  expect(await apply("alpha", "up")).toMatchObject({
    code: 0,
    outputs: { url: "https://alpha.example.com" },
  });

  const unconfirmed = await request("base", "destroy", "bas");
  expect(unconfirmed.log).toContain(
    `::error::confirm is "bas". To destroy base, type its name there: "base". Nothing was changed.`,
  );
  expect(await request("base", "destroy", "base")).toMatchObject({ code: 0 });

  const inUse = () => step("preview", "Refuse to destroy what others use", "base", "destroy");
  const named = await inUse();
  expect(named.code).toBe(1);
  expect(named.log).toContain(
    "::error::base is still in use. Destroy alpha first. Nothing was changed.%0A  alpha: 1 resource; Pulumi.alpha.yaml names it",
  );

  // Also where the checkout doesn't know the stack: its resources are in the base's network.
  const file = readFileSync(join(project.project, "Pulumi.alpha.yaml"), "utf8");
  writeFileSync(join(project.project, "Pulumi.alpha.yaml"), file.replace("ublog:base: base", ""));
  expect((await inUse()).log).toMatch(/%0A {2}alpha: 1 resource; its resources use vpc-[0-9a-f]+\n/);

  await preview("alpha", "destroy");
  expect(await apply("alpha", "destroy")).toMatchObject({ code: 0 });
  expect(await inUse()).toMatchObject({ code: 0, log: expect.stringContaining("No stack uses base.") });

  const held = await preview("base", "destroy");
  expect(held).toMatchObject({ code: 1, outputs: { changes: "false" } });
  await expect(held.summary).toMatchFileSnapshot("../golden/protected.golden.md");

  const urn = "urn:pulumi:base::ublog::aws:s3/bucket:Bucket::assets";
  await project.pulumi("state", "unprotect", urn, "--yes", "--stack", "base");
  const free = await preview("base", "destroy");
  expect(free).toMatchObject({ code: 0, outputs: { changes: "true" } });
  expect(await apply("base", "destroy")).toMatchObject({ code: 0 });
  const world = openWorld(project.sandbox.world);
  expect(world.resources()).toEqual([]);
  world.close();
});
