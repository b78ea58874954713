import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openSandbox, openWorld, update, type World } from "../../../sandbox/src/index.ts";
import { readGuide } from "../support/guide.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const STACK = "readme";
const guide = readGuide(join(PACKAGE, "README.md"));

const dir = mkdtempSync(join(tmpdir(), "django-readme-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Brings up the program of a section of README.md, twice: the second time changes nothing. */
async function run(heading: string, look: (world: World, outputs: Record<string, unknown>) => void) {
  const project = join(dir, heading.replaceAll(/\W+/g, "-"));
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  for (const name of ["@pulumi/aws", "@pulumi/pulumi"])
    symlinkSync(join(PACKAGE, "node_modules", name), join(modules, name));
  symlinkSync(PACKAGE, join(modules, "pulumi-aws-django"));
  writeFileSync(join(project, "index.ts"), guide.program(heading, "ts"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", main: "index.ts" }));
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name: "ublog", main: "index.ts", runtime }));
  const sandbox = await openSandbox({ dir: join(dir, `${heading} sandbox`), project });
  const args = ["-c", "aws:region=us-east-1"];
  const up = await update(sandbox, "up", STACK, { args });
  expect(up.errors).toEqual([]);
  const outputs = await sandbox.pulumi(["stack", "output", "--stack", STACK, "--json"]);
  const world = openWorld(sandbox.world);
  try {
    look(world, JSON.parse(outputs.stdout || "{}"));
  } finally {
    world.close();
  }
  const again = await update(sandbox, "up", STACK, { args });
  expect([again.errors, again.changes.filter(({ kind }) => kind !== "unchanged")]).toEqual([[], []]);
}

test("a program composes what the components make with resources of its own", async () => {
  await run("Composing", (world, outputs) => {
    const [attached] = world.resources("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(String(attached?.state.role)).toMatch(/^alpha-task-/);
    const group = (name: string) =>
      world.resources("aws:ec2/securityGroup:SecurityGroup").find(({ urn }) => urn.endsWith(`::${name}`))?.id;
    const rule = (type: string) =>
      world.resources(type).find(({ state }) => Number(state.fromPort) === 2049)?.state;
    expect(rule("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toMatchObject({
      securityGroupId: group("base-tasks"),
      referencedSecurityGroupId: group("files"),
    });
    expect(rule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toMatchObject({
      securityGroupId: group("files"),
      referencedSecurityGroupId: group("base-tasks"),
    });
    expect(outputs.targetGroup).toMatch(/:targetgroup\/alpha-gunicorn-/);
  });
});

test("a transform changes what isn't a setting", async () => {
  await run("What isn't a setting", (world) => {
    const [balancer] = world.resources("aws:lb/loadBalancer:LoadBalancer");
    expect(balancer?.state.desyncMitigationMode).toBe("strictest");
  });
});
