import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, matchesGlob } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";
import { stateKeys } from "../../bootstrapPolicies.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-stacks-"));
const repository = join(import.meta.dirname, "../../..");
let sandbox: Sandbox;

beforeAll(async () => {
  const project = join(dir, "project");
  mkdirSync(project);
  const manifest = readFileSync(join(repository, "Pulumi.yaml"), "utf8");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    manifest.replace("main: stacks", `main: ${join(repository, "stacks")}`),
  );
  const settings = [
    "aws:region: us-east-1",
    "ublog:program: bootstrap",
    "ublog:repository: octocat/ublog",
    "ublog:stacks: [base, alpha]",
    "ublog:apps: [alpha]",
    "ublog:stateBucket: octocat-ublog-state",
  ];
  writeFileSync(
    join(project, "Pulumi.bootstrap.yaml"),
    `config:\n${settings.map((line) => `  ${line}\n`).join("")}`,
  );
  sandbox = await openSandbox({ dir: join(dir, "sandbox"), project });
});

afterAll(() => rmSync(dir, { recursive: true }));

it("comes up with a role for each job, and everything a workflow has to know", async () => {
  expect(await update(sandbox, "up", "bootstrap")).toMatchObject({
    code: 0,
    counts: { changed: 0, replaced: 0 },
  });
  const world = openWorld(sandbox.world);
  const named = (type: string, name: string) =>
    world
      .resources(type)
      .map(({ state }) => String(state[name]))
      .sort();
  expect(named("aws:ecr/repository:Repository", "name")).toEqual(["ublog-backend", "ublog-frontend"]);
  const subjects = world.resources("aws:iam/role:Role").map(({ state }) => {
    const policy = JSON.parse(String(state.assumeRolePolicy));
    return [
      state.name,
      policy.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"],
    ];
  });
  expect(Object.fromEntries(subjects)).toEqual({
    "ublog-preview": ["repo:octocat/ublog:pull_request", "repo:octocat/ublog:ref:refs/heads/main"],
    "ublog-deploy-base": ["repo:octocat/ublog:environment:base"],
    "ublog-deploy-alpha": ["repo:octocat/ublog:environment:alpha"],
    "ublog-release-alpha": ["repo:octocat/ublog:environment:alpha"],
    "ublog-images": ["repo:octocat/ublog:ref:refs/heads/main"],
  });
  world.close();

  const { stdout } = await sandbox.pulumi(["stack", "output", "--json", "--stack", "bootstrap"]);
  expect(JSON.parse(stdout)).toEqual({
    rolePrefix: "arn:aws:iam::123456789012:role/ublog",
    region: "us-east-1",
    backendUrl: "s3://octocat-ublog-state?region=us-east-1&awssdk=v2",
    secretsProvider: "awskms://alias/ublog-pulumi?region=us-east-1",
    repositories: {
      backend: "123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend",
      frontend: "123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-frontend",
    },
  });
});

it("lets a stack write every object that Pulumi writes for it", () => {
  const state = join(sandbox.dir, "state");
  const written = readdirSync(state, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(state.length + 1))
    // The first stack of a bucket writes it, and that is this one, by hand.
    .filter((path) => !path.startsWith(".pulumi/meta.yaml"));
  expect(written.length).toBeGreaterThan(2);
  const keys = stateKeys("ublog", "bootstrap");
  expect(written.filter((path) => !keys.some((key) => matchesGlob(path, key)))).toEqual([]);
});

it("isn't destroyed, not even in part, until its resources are unprotected", async () => {
  const world = openWorld(sandbox.world);
  const before = world.resources();
  const refused = await update(sandbox, "destroy", "bootstrap");
  expect(refused.counts).toMatchObject({ deleted: 0 });
  expect(refused.errors.join()).toContain("ublog-deletion-protection");
  expect(world.resources()).toEqual(before);

  await sandbox.pulumi(["state", "unprotect", "--all", "--yes", "--stack", "bootstrap"]);
  expect(await update(sandbox, "destroy", "bootstrap")).toMatchObject({ code: 0, errors: [] });
  expect(world.resources()).toEqual([]);
  world.close();
});
