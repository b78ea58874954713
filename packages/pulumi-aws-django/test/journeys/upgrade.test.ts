import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  appUpdate,
  openSandbox,
  openWorld,
  type Sandbox,
  type UpdateResult,
  update,
  type World,
} from "../../../sandbox/src/index.ts";
import { changesOf } from "../app/support/appSandbox.ts";
import { asAws } from "../former/awsCommands.ts";
import { readGuide, wordsOf } from "../support/guide.ts";

const INSTANCE = "aws:rds/instance:Instance";
const BUCKET = "aws:s3/bucket:Bucket";
const SERVICE = "aws:ecs/service:Service";
const REGION = ["-c", "aws:region=us-east-1"];

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const guide = readGuide(join(packageFolder, "UPGRADE.md"));

let dir: string;
let world: World;
/** The projects by the stack that a command names. */
let projects: Record<string, Sandbox>;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "django-upgrade-"));
  const former = (project: string) => join(packageFolder, "test/former", project);
  projects = {
    dev: await openSandbox({ dir, project: former("ecs-base") }),
    alpha: await openSandbox({ dir, project: former("ecs-app") }),
    // The stacks of this repository.
    base: await openSandbox({ dir }),
  };
  world = openWorld(theProject("dev").world);
});
afterAll(() => {
  world.close();
  rmSync(dir, { recursive: true, force: true });
});

function theProject(stack: string): Sandbox {
  const project = projects[stack];
  if (project === undefined) throw new Error(`No project has a stack ${stack}.`);
  return project;
}

/** What a command of the guide did. */
interface Done {
  command: string;
  code: number;
  text: string;
  update?: UpdateResult;
}

/** Runs the commands of a section exactly as written, with their placeholders filled in, each answered with yes. */
async function follow(heading: string, placeholders: Record<string, string> = {}): Promise<Done[]> {
  const done: Done[] = [];
  for (const written of guide.commands(heading)) {
    const command = written.replaceAll(/<[^>]+>/g, (name) => placeholders[name] ?? name);
    expect(command).not.toMatch(/<[^>]+>/);
    done.push(await carryOut(command));
  }
  return done;
}

async function carryOut(command: string): Promise<Done> {
  if (/^(aws|for) /.test(command)) {
    asAws(world, command);
    return { command, code: 0, text: "" };
  }
  const words = wordsOf(command);
  const at = words.findIndex((word) => !word.includes("="));
  const env = Object.fromEntries(words.slice(0, at).map((word) => word.split("=")));
  const [program, ...args] = words.slice(at);
  if (program === "npx") {
    expect(args.shift()).toBe("@ublog/app-update");
    const { code, stdout, stderr } = await appUpdate(theProject("alpha").world, args, {
      cwd: theProject("alpha").project,
    });
    return { command, code, text: stdout + stderr };
  }
  expect(program).toBe("pulumi");
  const stack = args[args.indexOf("--stack") + 1] ?? "";
  const project = theProject(args.includes("--stack") ? stack : args[1] === "init" ? (args[2] ?? "") : "dev");
  const [verb = ""] = args;
  if (verb === "up" || verb === "destroy") {
    const flags = verb === "up" && stack !== "base" ? REGION : [];
    const result = await update(project, verb, stack, { args: flags });
    return { command, code: result.code, text: result.errors.join("\n"), update: result };
  }
  const confirm = verb === "state" ? ["--yes"] : verb === "preview" ? REGION : [];
  const { code, stdout, stderr } = await project.pulumi([...args, ...confirm], { env });
  return { command, code, text: stdout + stderr };
}

/** The URNs that the guide leaves open. */
function urns(): Record<string, string> {
  const urnOf = (type: string, name: string) =>
    world.resources(type).find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
  return {
    "<URN of DbInstance>": urnOf(INSTANCE, "DbInstance"),
    "<URN of assetsBucket>": urnOf(BUCKET, "assetsBucket"),
  };
}

/** What an update did to whatever holds data. */
function dataOf(result: UpdateResult | undefined) {
  const { replaced, deleted } = changesOf(result ?? ({ changes: [] } as unknown as UpdateResult));
  const holdsData = (line: string) => /^(Instance|ReplicationGroup|Bucket|Cluster|Secret) /.test(line);
  return { replaced: replaced.filter(holdsData), deleted: deleted.filter(holdsData) };
}

const codes = (done: Done[]) =>
  done.filter(({ code }) => code !== 0).map(({ command, text }) => `${command}: ${text}`);

const theDatabase = (name: string) =>
  world.resources(INSTANCE).find(({ urn }) => urn.includes(`::${name}`) || urn.endsWith(`::${name}`));

test("before: a base and an app as 1.28 made them, in a state of the old layout", async () => {
  for (const stack of ["dev", "alpha"]) {
    const { errors, findings } = await update(theProject(stack), "up", stack, { args: REGION });
    expect([errors, findings]).toEqual([[], []]);
  }
  // Stacks had no projects then, and the state said nothing of its version.
  const state = join(dir, "state/.pulumi");
  renameSync(join(state, "stacks/ecs-base/dev.json"), join(state, "stacks/dev.json"));
  renameSync(join(state, "stacks/ecs-app/alpha.json"), join(state, "stacks/alpha.json"));
  for (const name of ["stacks/ecs-base", "stacks/ecs-app", "meta.yaml", "meta.yaml.attrs"])
    rmSync(join(state, name), { recursive: true, force: true });
  const refused = await theProject("dev").pulumi(["stack", "ls"]);
  expect(refused.stderr).toContain("Legacy DIY state is deprecated");

  const done = await follow("Before you start");
  expect(codes(done)).toEqual([]);
  expect(done.map(({ text }) => text).join()).toContain("Upgraded 2 stack(s) to project mode");
  expect(existsSync(join(state, "stacks/ecs-base/dev.json"))).toBe(true);
  expect(existsSync(join(state, "stacks/ecs-app/alpha.json"))).toBe(true);
});

test("step 1 makes Pulumi and AWS refuse to delete what holds data", async () => {
  expect(codes(await follow("1. Protect what holds data", urns()))).toEqual([]);
  expect(theDatabase("DbInstance")?.state.deletionProtection).toBe(true);
  const { stdout } = await theProject("dev").pulumi(["stack", "export", "--stack", "dev"]);
  const { resources } = JSON.parse(stdout).deployment as { resources: { urn: string; protect?: boolean }[] };
  expect(resources.flatMap(({ urn, protect }) => (protect ? [urn] : [])).sort()).toEqual(
    Object.values(urns()).sort(),
  );
});

test("step 2 brings the new base up beside the old one, takes it away again, and makes it anew", async () => {
  const done = await follow("2. Make the new base, as a rehearsal");
  expect(codes(done)).toEqual([]);
  expect(world.resources(INSTANCE).map(({ state }) => state.identifier)).toEqual(["dev-rds"]);
  // "… and come back to this step": all but the commands that come before `up` stand already.
  const again = await carryOut("pulumi up --stack base");
  expect(again.text).toBe("");
  expect(world.resources(INSTANCE)).toHaveLength(2);
});

test("steps 3 and 4 replace the empty database of the new base, nothing else, and protect the new one", async () => {
  expect(codes(await follow("3. Stop writing"))).toEqual([]);
  expect(world.resources(SERVICE).map(({ state }) => state.desiredCount)).toEqual([0, 0, 0, 0]);

  const buckets = world.resources(BUCKET).map(({ id }) => id);
  const done = await follow("4. Move the data", { "<old bucket>": "old", "<new bucket>": "new" });
  expect(codes(done)).toEqual([]);
  const [restored, protectedNow] = done.flatMap(({ update: result }) => result ?? []);
  expect(dataOf(restored)).toEqual({ replaced: ["Instance ublog-base-database"], deleted: [] });
  expect(dataOf(protectedNow)).toEqual({ replaced: [], deleted: [] });
  expect(changesOf(protectedNow as UpdateResult).replaced).toEqual([]);
  const database = theDatabase("ublog-base-database");
  expect(database?.state).toMatchObject({
    snapshotIdentifier: "move-encrypted",
    deletionProtection: true,
    skipFinalSnapshot: false,
    storageEncrypted: true,
  });
  expect(world.resources(BUCKET).map(({ id }) => id)).toEqual(buckets);

  const refused = await theProject("base").pulumi(["destroy", "--stack", "base", "--yes"]);
  expect(refused.code).not.toBe(0);
  // Both ways are as good: the setting may stay, or go.
  const left = await theProject("base").pulumi([
    "config",
    "rm",
    "--path",
    "ublog:database.snapshotIdentifier",
    "--stack",
    "base",
  ]);
  expect(left.code).toBe(0);
  const unchanged = await carryOut("pulumi up --stack base");
  expect(unchanged.text).toBe("");
  expect(dataOf(unchanged.update)).toEqual({ replaced: [], deleted: [] });
  expect(theDatabase("ublog-base-database")?.id).toBe(database?.id);
});

/** The ids of everything that step 5 takes over in place. */
function identities(): string[] {
  const kept = [
    SERVICE,
    "aws:ecs/cluster:Cluster",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
  ];
  return kept
    .flatMap((type) =>
      world
        .resources(type)
        .filter(({ urn }) => urn.startsWith("urn:pulumi:alpha::ecs-app::"))
        .map(({ id }) => `${type} ${id}`),
    )
    .sort();
}

/** The old app's project, with the program of the guide in it. */
async function takeOver(): Promise<Sandbox> {
  const project = join(dir, "ecs-app");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  const modules = join(project, "node_modules");
  symlinkSync(join(packageFolder, "node_modules/@pulumi"), join(modules, "@pulumi"));
  symlinkSync(dirname(join(packageFolder, "package.json")), join(modules, "pulumi-aws-django"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(project, "Pulumi.yaml"),
    JSON.stringify({
      name: "ecs-app",
      main: "index.ts",
      runtime: { name: "nodejs", options: { typescript: false } },
    }),
  );
  const program = guide.program("5. Take over the app", "ts");
  writeFileSync(join(project, "index.ts"), program.replace('"me/ublog/base"', '"organization/ublog/base"'));
  return openSandbox({ dir, project });
}

test("step 5 takes the app over in place: no service stops, no log is lost, each role keeps its name", async () => {
  const old = identities();
  expect(old).toHaveLength(4 + 1 + 1 + 5 + 2 + 2);
  projects.alpha = await takeOver();
  const done = await follow("5. Take over the app", { "<version>": "v2.0.0" });
  expect(codes(done)).toEqual([]);

  const result = done.find(({ command }) => command.startsWith("pulumi up"))?.update as UpdateResult;
  const { created, changed, replaced, deleted } = changesOf(result);
  expect(changed).toEqual([
    "Cluster alpha",
    "ClusterCapacityProviders alpha",
    "LogGroup alpha-backend_update",
    "LogGroup alpha-beat",
    "LogGroup alpha-default",
    "LogGroup alpha-gunicorn",
    "LogGroup alpha-web-ui",
    "Role alpha-execution",
    "Role alpha-task",
    "RolePolicy alpha-execution",
    "RolePolicy alpha-task",
    "Service alpha-beat",
    "Service alpha-default",
    "Service alpha-gunicorn",
    "Service alpha-web-ui",
  ]);
  expect(replaced).toEqual(["Record alpha-a"]);
  expect(identities()).toEqual(expect.arrayContaining(old));
  // What 1.28 had nothing of: an address for IPv6, and a role of its own for the frontend.
  expect(created.filter((line) => /^(Service|Cluster|LogGroup|RolePolicy|Record) /.test(line))).toEqual([
    "Record alpha-aaaa",
    "RolePolicy alpha-frontend-task",
  ]);
  // Besides, the components that they were in.
  const components = /Resources|EcsApp|EcsService|Task$/;
  const kinds = [...new Set(deleted.map((line) => line.split(" ")[0] ?? ""))].sort();
  expect(kinds.filter((kind) => !components.test(kind))).toEqual([
    "ListenerRule",
    "LogStream",
    "TargetGroup",
    "TaskDefinition",
  ]);
  expect(world.resources("aws:iam/role:Role").map(({ id }) => id)).toEqual(
    expect.arrayContaining(["alphaEcsTaskRole", "alphaEcsTaskExecutionRole"]),
  );
  // The release started what the guide had stopped.
  expect(world.resources(SERVICE).map(({ state }) => state.desiredCount)).toEqual([1, 1, 1, 1]);
});

test("a second up changes nothing", async () => {
  const { update: result, text } = await carryOut("pulumi up --stack alpha");
  expect([text, result?.findings]).toEqual(["", []]);
  expect(changesOf(result as UpdateResult)).toEqual({ created: [], changed: [], replaced: [], deleted: [] });
});

test("step 6 takes the old base away, and nothing of the new one", async () => {
  const done = await follow("6. Clean up", urns());
  expect(codes(done)).toEqual([]);
  expect(world.resources().filter(({ urn }) => urn.startsWith("urn:pulumi:dev::"))).toEqual([]);
  expect(theDatabase("ublog-base-database")?.state.deletionProtection).toBe(true);
  expect(world.remains("snapshot").map(({ id }) => id)).toEqual(
    expect.arrayContaining(["move", "move-encrypted"]),
  );
});
