import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const PROGRAMS = fileURLToPath(new URL("../languages", import.meta.url));
const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const STACK = "languages";
const FLAGS = ["-c", "aws:region=us-east-1"];

/** The components as the plugin that programs in other languages ask for. */
const components: Plugin = {
  name,
  version,
  program: fileURLToPath(new URL("../languages/plugin.ts", import.meta.url)),
};

let dir: string;
let python: string;
let plugins: Plugin[];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "django-languages-"));
  python = await pythonEnvironment();
  const hosts = await findLanguageHosts(await findEngine());
  plugins = [...standIns(), components, ...hosts.map((host) => asPlugin(host))];
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The Python host is of an age that engines of today no longer tell which Python to use. */
function asPlugin(host: { name: string; version: string; program: string }): Plugin {
  const args = host.name === "python" ? [`-virtualenv=${python}`] : [];
  return { ...host, kind: "language", args };
}

async function openProgram(language: string, project: string) {
  const sandbox = await openSandbox({ dir: join(dir, language), project, plugins });
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

/** A folder of its own for a program, with these files. */
function projectOf(language: string, files: Record<string, string>): string {
  const project = join(dir, `${language}-project`);
  mkdirSync(project, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
  return project;
}

test("a program in YAML brings up a base and an app; its secret is secret; what is wrong is said", async () => {
  const text = readFileSync(join(PROGRAMS, "yaml", "Pulumi.yaml"), "utf8");
  const { sandbox, output } = await openProgram("yaml", projectOf("yaml", { "Pulumi.yaml": text }));
  const up = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(up.errors).toEqual([]);
  expect(await output("url")).toBe("https://alpha.example.com");
  expect(await output("services")).toEqual({
    beat: "alpha-beat",
    default: "alpha-default",
    gunicorn: "alpha-gunicorn",
    mail: "alpha-mail",
    "web-ui": "alpha-web-ui",
  });
  expect(servicesIn(sandbox.world)).toHaveLength(5);
  const state = (await sandbox.pulumi(["stack", "export", "--stack", STACK])).stdout;
  expect(state).toContain("alpha-STRIPE_KEY");
  expect(state).not.toContain("sk_live_of_the_test");

  projectOf("yaml", { "Pulumi.yaml": text.replace("cpu: 512", "cpu: 300") });
  const wrong = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(wrong.code).not.toBe(0);
  expect(wrong.errors.join("\n")).toContain(
    "is 300. Write one of the values that Fargate knows: 256, 512, 1024, 2048, 4096, 8192, 16384.",
  );
});

test("a program in Python brings up a base and an app", async () => {
  const project = projectOf("python", {
    "__main__.py": readFileSync(join(PROGRAMS, "python", "__main__.py"), "utf8"),
    "Pulumi.yaml": JSON.stringify({
      name: "ublog",
      runtime: { name: "python", options: { virtualenv: python } },
    }),
  });
  const { sandbox, output } = await openProgram("python", project);
  const up = await update(sandbox, "up", STACK, { args: FLAGS });
  expect(up.errors).toEqual([]);
  expect(await output("url")).toBe("https://beta.example.com");
  expect(servicesIn(sandbox.world)).toEqual(["beta-default", "beta-gunicorn", "beta-mail"]);
});
