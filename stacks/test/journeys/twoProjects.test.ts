import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-two-projects-"));
const repository = join(import.meta.dirname, "../../..");
const projects: Record<string, Sandbox> = {};

/** A copy of the project under another name, with a domain of its own, in the same account. */
function copyAs(name: string): string {
  const folder = join(dir, name);
  mkdirSync(folder);
  const read = (file: string) => readFileSync(join(repository, file), "utf8");
  const manifest = read("Pulumi.yaml").replace("name: ublog", `name: ${name}`);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    manifest.replace("main: stacks", `main: ${join(repository, "stacks")}`),
  );
  for (const [stack, like] of [
    ["base", "base"],
    ["alpha", "alpha"],
    ["eu-alpha", "alpha"],
  ]) {
    const settings = read(`Pulumi.${like}.yaml`).replaceAll("ublog:", `${name}:`);
    const own = settings.replaceAll("example.com", `${name}.example`).replace(": durable", ": disposable");
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), own);
  }
  return folder;
}

beforeAll(async () => {
  for (const name of ["blog", "blog-eu"])
    projects[name] = await openSandbox({ dir: join(dir, "sandbox"), project: copyAs(name) });
});

afterAll(() => rmSync(dir, { recursive: true }));

/** What is in the account, in order. The wait for a certificate isn't: its id is a time, which two can have in common. */
function account(): string[] {
  const world = openWorld(projects.blog?.world ?? "");
  const found = world.resources().filter(({ type }) => !type.endsWith(":CertificateValidation"));
  world.close();
  return found.map(({ type, id, state }) => `${type} ${id} ${JSON.stringify(state)}`).sort();
}

async function runs(command: "up" | "destroy", name: string, stack: string): Promise<string[]> {
  const project = projects[name];
  if (project === undefined) throw new Error(`There is no project ${name}.`);
  const { errors, findings } = await update(project, command, stack);
  expect([name, stack, findings]).toEqual([name, stack, []]);
  return errors;
}

it("two projects with a stack alpha come up in one account, and each goes without the other", async () => {
  expect(await runs("up", "blog", "base")).toEqual([]);
  expect(await runs("up", "blog", "alpha")).toEqual([]);
  const blog = account();
  expect(await runs("up", "blog-eu", "base")).toEqual([]);
  expect(await runs("up", "blog-eu", "alpha")).toEqual([]);
  const both = account();
  expect(both.filter((one) => blog.includes(one))).toEqual(blog);

  // Its resources would be named like those of blog-eu's alpha. The cluster there would be this stack's too.
  const errors = await runs("up", "blog", "eu-alpha");
  // The log groups are asked for side by side: any of them is refused first.
  expect(errors.join("\n")).toMatch(
    /creating CloudWatch Logs Log Group \(\/ecs\/blog-eu-alpha\/[\w-]+\): operation error CloudWatch Logs: CreateLogGroup, https response error StatusCode: 400, ResourceAlreadyExistsException: The specified log group already exists/,
  );
  expect(account().filter((one) => both.includes(one))).toEqual(both);
  expect(await runs("destroy", "blog", "eu-alpha")).toEqual([]);
  expect(account()).toEqual(both);

  expect(await runs("destroy", "blog", "alpha")).toEqual([]);
  expect(await runs("destroy", "blog", "base")).toEqual([]);
  expect(account()).toEqual(both.filter((one) => !blog.includes(one)));
  expect(await runs("destroy", "blog-eu", "alpha")).toEqual([]);
  expect(await runs("destroy", "blog-eu", "base")).toEqual([]);
  expect(account()).toEqual([]);
});
