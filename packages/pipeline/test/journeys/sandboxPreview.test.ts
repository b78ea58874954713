import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  writeFileSync(event, JSON.stringify({ merge_group: { base_sha: since } }));
  expect(await sandboxPreviewCommand(options)).toBe(true);

  const outside = (login: string) => ({
    number: 7,
    user: { login },
    head: { repo: { full_name: "octocat/ublog" } },
    base: { repo: { full_name: "octocat/ublog" } },
  });
  const before = project.commit();
  rmSync(join(project.project, "Pulumi.untouched.yaml"));
  project.commit();
  writeFileSync(event, JSON.stringify({ pull_request: outside("dependabot[bot]") }));
  expect(await sandboxPreviewCommand({ ...options, since: before })).toBe(false);
  writeFileSync(event, JSON.stringify({ pull_request: outside("octocat") }));
  expect(await sandboxPreviewCommand({ ...options, since: before })).toBe(true);
  expect(readFileSync(summary, "utf8")).toContain(
    "> This change removes Pulumi.untouched.yaml. Whether untouched still has resources can only be seen with credentials.",
  );

  await sandboxPreviewCommand({ ...options, since: "HEAD" });
  expect(readFileSync(summary, "utf8")).toContain("This change touches no stack.");
});
