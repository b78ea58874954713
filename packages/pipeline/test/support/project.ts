import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type RunResult, type Sandbox } from "@ublog/sandbox";
import { stringify } from "yaml";
import type { Runner } from "./steps.ts";
import { repository } from "./workflows.ts";

/** A resource of a test stack: its type without `aws:`, and its inputs. */
export type Declared = Record<string, { type: string; inputs: object; protect?: boolean }>;

export interface TestProject extends Runner {
  sandbox: Sandbox;
  /** Writes what a stack is to have, without a commit. */
  write(
    stack: string,
    resources: Declared,
    more?: { program?: string; base?: string; outputs?: object },
  ): void;
  commit(): string;
  /** Makes an earlier commit the current one; the files stay as they are. */
  backTo(commit: string): void;
  /** The engine's CLI in the checkout. */
  pulumi(...args: string[]): Promise<RunResult>;
  remove(): void;
}

const awsVersion = (
  createRequire(join(repository, "packages/pulumi-aws-django/package.json"))("@pulumi/aws/package.json") as {
    version: string;
  }
).version;

/** Makes what the stack's config lists: the tests say what a stack has by writing its config. */
const program = `
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const base = config.get("base");
const reference = base === undefined ? undefined : new pulumi.StackReference(\`organization/ublog/\${base}\`);
const made = {};
const resolved = (value) => {
  if (typeof value !== "string") return value;
  if (value.startsWith("base:")) return reference.requireOutput(value.slice("base:".length));
  if (value.startsWith("secret:")) return pulumi.secret(value.slice("secret:".length));
  if (value.startsWith("id:")) return made[value.slice("id:".length)].id;
  return value;
};
for (const [name, { type, inputs, protect }] of Object.entries(config.requireObject("resources"))) {
  const props = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, resolved(value)]));
  made[name] = new pulumi.CustomResource(\`aws:\${type}\`, name, props, { version: "${awsVersion}", protect });
}
const outputs = Object.entries(config.getObject("outputs") ?? {});
export default Object.fromEntries(outputs.map(([name, value]) => [name, resolved(value)]));
`;

/** A checkout with a Pulumi project of its own, and the sandbox to run it in. */
export async function openTestProject(): Promise<TestProject> {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  const project = join(folder, "checkout");
  mkdirSync(join(project, "stacks"), { recursive: true });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project, encoding: "utf8" }).trim();
  const put = (file: string, text: string) => writeFileSync(join(project, file), text);

  put(
    "Pulumi.yaml",
    stringify({ name: "ublog", main: "stacks", runtime: { name: "nodejs", options: { typescript: false } } }),
  );
  put("stacks/package.json", JSON.stringify({ type: "module", main: "index.js" }));
  put("stacks/index.js", program);
  put(".gitignore", "node_modules\n");
  linkPackages(project);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.com");
  git("config", "commit.gpgsign", "false");

  const sandbox = await openSandbox({ dir: join(folder, "sandbox"), project });
  return {
    project,
    temp: join(folder, "runner"),
    env: sandbox.env,
    sandbox,
    write(stack, resources, { program = "base", base, outputs } = {}) {
      const settings = { program, base, resources, outputs };
      const config = Object.fromEntries(
        Object.entries(settings).flatMap(([key, value]) =>
          value === undefined ? [] : [[`ublog:${key}`, value]],
        ),
      );
      put(`Pulumi.${stack}.yaml`, stringify({ config: { "aws:region": "us-east-1", ...config } }));
    },
    commit() {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", "A change");
      return git("rev-parse", "HEAD");
    },
    backTo: (commit) => void git("reset", "--quiet", "--soft", commit),
    pulumi: (...args) => sandbox.pulumi(args, { cwd: project }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Lets the programs of a checkout find @pulumi/pulumi. */
export function linkPackages(checkout: string): void {
  symlinkSync(
    join(repository, "packages/pulumi-aws-django/node_modules"),
    join(checkout, "stacks/node_modules"),
  );
}
