import { cpSync } from "node:fs";
import { join } from "node:path";
import { openWorld } from "@ublog/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeGithub, startFakeGithub } from "../support/github.ts";
import { openTestProject, type TestProject } from "../support/project.ts";
import { runStep } from "../support/steps.ts";

let project: TestProject;
let github: FakeGithub;

beforeAll(async () => {
  project = await openTestProject();
  github = await startFakeGithub();
  project.env.GITHUB_API_URL = github.url;
  project.write("base", {
    assets: { type: "s3/bucket:Bucket", inputs: { bucket: "ublog-assets", tags: { Owner: "web" } } },
  });
  project.commit();
  await project.pulumi("up", "--stack", "base", "--yes", "--skip-preview");
});
afterAll(async () => {
  project.remove();
  await github.close();
});

const step = (job: string, name: string) =>
  runStep(project, ["iac-drift.yml", job, name], {
    "vars.PULUMI_BACKEND_URL": project.env.PULUMI_BACKEND_URL ?? "",
    "matrix.stack": "base",
    "github.token": "token",
  });

/** What the nightly run does for the stack. */
async function night() {
  const compared = await step("drift", "Compare with what is really there");
  cpSync(join(project.temp, "preview"), join(project.temp, "drift"), { recursive: true });
  expect(await step("issues", "Keep one issue for each stack that differs")).toMatchObject({ code: 0 });
  return compared;
}

/** Somebody changes the bucket's tags by hand. */
function tagBucket(tags: Record<string, string>): void {
  const world = openWorld(project.sandbox.world);
  const [bucket] = world.resources("aws:s3/bucket:Bucket");
  if (bucket === undefined) throw new Error("there is no bucket");
  world.put({ ...bucket, state: { ...bucket.state, tags, tagsAll: tags } });
  world.close();
}

test("drift opens one issue, keeps it up to date, and closes it when it is gone", async () => {
  expect(await step("stacks", "Which stacks are there?")).toMatchObject({ outputs: { stacks: '["base"]' } });

  expect(await night()).toMatchObject({ code: 0, outputs: { changes: "false" } });
  expect(github.issues).toEqual([]);

  tagBucket({ Owner: "somebody" });
  const found = await night();
  expect(found).toMatchObject({ code: 0, outputs: { changes: "true" } });
  await expect(found.summary).toMatchFileSnapshot("../golden/drift.golden.md");
  expect(github.issues).toMatchObject([{ state: "open", title: "Drift: base is not what its program says" }]);

  tagBucket({ Owner: "web" });
  expect(await night()).toMatchObject({ code: 0, outputs: { changes: "false" } });
  expect(github.issues).toMatchObject([{ state: "closed" }]);
});

test("a stack that was destroyed on purpose has not drifted", async () => {
  tagBucket({ Owner: "somebody" });
  await night();
  expect(github.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  await project.pulumi("destroy", "--stack", "base", "--yes", "--skip-preview");
  const compared = await night();
  expect(compared).toMatchObject({ code: 0, outputs: { changes: "false" } });
  expect(compared.summary).toContain("### `base`: not made yet");
  expect(github.issues.map(({ state }) => state)).toEqual(["closed", "closed"]);
});
