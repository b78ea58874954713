import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  findEngine,
  findLanguageHosts,
  openSandbox,
  openWorld,
  type Plugin,
  pythonEnvironment,
  standIns,
  update,
} from "../../../sandbox/src/index.ts";
import type { ContainerDefinition } from "../app/support/recordApp.ts";
import { readGuide, wordsOf } from "../support/guide.ts";
import { installTarballs, packPackage, pluginSchema } from "../support/published.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const { name, version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
const STACK = "languages";
const FLAGS = ["-c", "aws:region=us-east-1"];

const guide = readGuide(join(PACKAGE, "README.md"));
const [INSTALL = "", ADD = "", ...others] = guide.commands("Other languages");
const YAML = guide.program("Other languages", "yaml");

let dir: string;
/** The folder of a program in YAML, in which the package is installed as the README says, from the tarball that would be published. */
let installed: string;
let python: string;
let hosts: Plugin[];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "django-languages-"));
  installed = projectOf("yaml", { "Pulumi.yaml": YAML });
  const tarball = await packPackage(PACKAGE, dir);
  expect([INSTALL, others]).toEqual([`npm install ${name}`, []]);
  await installTarballs(installed, tarball);
  python = await pythonEnvironment();
  hosts = (await findLanguageHosts(await findEngine())).map((host) => asPlugin(host));
}, 420_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The Python host is so old that current engines no longer pass it which Python to use. */
function asPlugin(host: { name: string; version: string; program: string }): Plugin {
  const args = host.name === "python" ? [`-virtualenv=${python}`] : [];
  return { ...host, kind: "language", args };
}

async function openProgram(language: string, project: string) {
  const plugins = [...standIns(), ...hosts];
  const sandbox = await openSandbox({ dir: join(dir, language), project, plugins });
  // The sandbox runs a copy of Pulumi.yaml, which says where the plugin is from there.
  const modules = join(sandbox.project, "node_modules");
  if (!existsSync(modules)) symlinkSync(join(installed, "node_modules"), modules);
  const output = async (what: string) => {
    const args = ["stack", "output", "--stack", STACK, "--json"];
    return JSON.parse((await sandbox.pulumi(args)).stdout)[what];
  };
  return { sandbox, output };
}

/** Names of the services in the world. */
function servicesIn(path: string): unknown[] {
  const world = openWorld(path);
  const names = world.resources("aws:ecs/service:Service").map(({ state }) => state.name);
  world.close();
  return names.sort();
}

/** The containers of a task definition in the world. */
function containersIn(path: string, family: string): ContainerDefinition[] {
  const world = openWorld(path);
  const found = world
    .resources("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ state }) => state.family === family);
  world.close();
  return JSON.parse(String(found?.state.containerDefinitions));
}

/** A folder of its own for a program, with these files. */
function projectOf(language: string, files: Record<string, string>): string {
  const project = join(dir, `${language}-project`);
  mkdirSync(project, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
  return project;
}

interface Schema {
  version: string;
  resources: Record<string, { inputProperties: object; properties: object }>;
  types: object;
}

/** What a schema offers, by name: Pulumi writes it down in a form of its own. */
const offered = ({ version, resources, types }: Schema) => ({
  version,
  types: Object.keys(types).sort(),
  ...Object.fromEntries(
    Object.entries(resources).map(([token, { inputProperties, properties }]) => [
      token,
      [Object.keys(inputProperties).sort(), Object.keys(properties).sort()],
    ]),
  ),
});

test("the installed package serves the schema that SDKs are made from, from its program and from its folder", async () => {
  const schema = JSON.parse(readFileSync(join(PACKAGE, "schema.json"), "utf8"));
  const { sandbox } = await openProgram("yaml", installed);
  const program = wordsOf(ADD).at(-1) ?? "";
  const { code, stdout } = await sandbox.pulumi(["package", "get-schema", program], { cwd: installed });
  expect(code).toBe(0);
  expect(offered(JSON.parse(stdout))).toEqual(offered(schema));
  expect(await pluginSchema(join(installed, "node_modules", name))).toEqual(schema);
});

test("a program in YAML brings up a base and an app; its secret is secret; what is wrong is said", async () => {
  const { sandbox, output } = await openProgram("yaml", installed);
  const [pulumi, ...add] = wordsOf(ADD);
  expect(pulumi).toBe("pulumi");
  const added = await sandbox.pulumi(add, { cwd: installed });
  expect([added.code, added.stderr]).toEqual([0, `Added package ${name}\n`]);
  const text = readFileSync(join(installed, "Pulumi.yaml"), "utf8");
  expect(text).toContain(`packages:\n  ${name}: ${name}@${version}\n`);

  const up = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(up.errors).toEqual([]);
  expect(await output("url")).toBe("https://alpha.example.com");
  expect(await output("services")).toEqual({
    beat: "alpha-beat",
    default: "alpha-default",
    frontend: "alpha-web-ui",
    gunicorn: "alpha-gunicorn",
    mail: "alpha-mail",
  });
  expect(servicesIn(sandbox.world)).toHaveLength(5);
  const [gunicorn] = containersIn(sandbox.world, "alpha-gunicorn");
  const plainValueOf = (name: string) =>
    gunicorn?.environment.find((variable) => variable.name === name)?.value;
  expect(plainValueOf("POSTGRES_HOST")).toBe(plainValueOf("POSTGRES_SERVICE_HOST"));
  expect(plainValueOf("POSTGRES_HOST")).toMatch(/\.rds\.amazonaws\.com$/);
  const state = (await sandbox.pulumi(["stack", "export", "--stack", STACK])).stdout;
  expect(state).toContain("alpha-STRIPE_KEY");
  expect(state).not.toContain("sk_live_");

  writeFileSync(join(installed, "Pulumi.yaml"), text.replace("cpu: 512", "cpu: 300"));
  const wrong = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(wrong.code).not.toBe(0);
  expect(wrong.errors.join("\n")).toContain(
    "is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768",
  );
});

test("a program in Python brings up a base and an app", async () => {
  const project = projectOf("python", {
    "__main__.py": readFileSync(join(PACKAGE, "test/languages/python/__main__.py"), "utf8"),
    "Pulumi.yaml": JSON.stringify({
      name: "ublog",
      runtime: { name: "python", options: { virtualenv: python } },
      plugins: { providers: [{ name, path: "node_modules/.bin" }] },
    }),
  });
  const { sandbox, output } = await openProgram("python", project);
  const up = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(up.errors).toEqual([]);
  expect(await output("url")).toBe("https://beta.example.com");
  expect(servicesIn(sandbox.world)).toEqual(["beta-default", "beta-gunicorn", "beta-mail"]);
  const [gunicorn] = containersIn(sandbox.world, "beta-gunicorn");
  const readFrom = (name: string) => gunicorn?.secrets.find((secret) => secret.name === name)?.valueFrom;
  expect(readFrom("DB_PASSWORD")).toBe(readFrom("POSTGRES_PASSWORD"));
  expect(readFrom("DB_PASSWORD")).toMatch(/:password::$/);
});

test("a program in Python brings up a trial without a domain, and no other app in it", async () => {
  const project = join(dir, "python-project");
  const { sandbox, output } = await openProgram("python-trial", project);
  const flags = [...FLAGS, "-c", "trial=true"];
  const up = await update(sandbox, "up", STACK, { args: flags });
  expect(up.errors).toEqual([]);
  expect(await output("url")).toMatch(/^http:\/\/base-alb-[0-9a-f]{7}-\d+\.us-east-1\.elb\.amazonaws\.com$/);
  const [gunicorn] = containersIn(sandbox.world, "beta-gunicorn");
  expect(gunicorn?.environment.find(({ name }) => name === "FRONTEND_URL")?.value).toBe(await output("url"));
  const again = await update(sandbox, "up", STACK, { args: flags });
  expect([again.errors, again.changes.filter(({ kind }) => kind !== "unchanged")]).toEqual([[], []]);

  const program = join(project, "__main__.py");
  writeFileSync(program, readFileSync(program, "utf8").replace('"app": "beta"', '"app": "alpha"'));
  const other = await update(sandbox, "up", STACK, { args: flags });
  expect(other.code).not.toBe(0);
  expect(other.errors.join("\n")).toContain(
    'environmentName: is "beta". The base is a trial for "alpha" alone',
  );
});
