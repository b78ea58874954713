import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sandboxPreviewCommand } from "../../src/commands/sandboxPreview.ts";
import { linkPackages, openTestProject, type TestProject } from "../support/project.ts";

let project: TestProject;

beforeAll(async () => {
  vi.spyOn(console, "error").mockReturnValue();
  project = await openTestProject();
});
afterAll(() => {
  vi.restoreAllMocks();
  project.remove();
});

const bucket = (name: string) => ({ assets: { type: "s3/bucket:Bucket", inputs: { bucket: name } } });
const network = { network: { type: "ec2/vpc:Vpc", inputs: { cidrBlock: "10.0.0.0/16" } } };
const outputs = { vpc: "id:network" };

test("a change from outside is shown without an account: what it changes, and what would be lost", async () => {
  project.write("base", { ...network, ...bucket("ublog-assets") }, { outputs });
  project.write("untouched", bucket("ublog-untouched"));
  const since = project.commit();
  project.write("base", { ...network, ...bucket("ublog-files") }, { outputs });
  const firewall = {
    type: "ec2/securityGroup:SecurityGroup",
    inputs: { name: "tasks", vpcId: "base:vpc", description: "Tasks" },
  };
  project.write("alpha", { firewall }, { program: "app", base: "base" });
  project.commit();

  mkdirSync(project.temp, { recursive: true });
  const summary = join(project.temp, "summary");
  const event = join(project.temp, "event.json");
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7, body: null } }));
  const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_EVENT_PATH: event };
  const options = { project: project.project, env, since, install: linkPackages };
  expect(await sandboxPreviewCommand(options)).toBe(false);
  const text = readFileSync(summary, "utf8").replaceAll(/vpc-[0-9a-f]+/g, "vpc-…");
  await expect(text).toMatchFileSnapshot("../golden/sandbox.golden.md");

  await sandboxPreviewCommand({ ...options, since: "HEAD" });
  expect(readFileSync(summary, "utf8")).toContain("This change touches no stack.");
});
