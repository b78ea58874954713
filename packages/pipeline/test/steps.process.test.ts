import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runStep } from "./support/steps.ts";
import { readPipelines } from "./support/workflows.ts";

let temp: string;

beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), "pipeline-test-"));
});
afterAll(() => rmSync(temp, { recursive: true }));

describe("the one check of a pull request", () => {
  const step = ["iac-preview.yml", "result", "Did all of them pass?"] as const;
  const result = (stacks: string, preview: string, sandbox: string) =>
    runStep({ project: temp, temp, env: process.env }, step, {
      "vars.PULUMI_BACKEND_URL": "",
      "needs.stacks.result": stacks,
      "needs.preview.result": preview,
      "needs.sandbox.result": sandbox,
    });

  test.each([
    ["success", "success", "skipped"],
    ["success", "skipped", "success"],
    ["success", "skipped", "skipped"],
  ])("passes with %s, %s, %s", async (...results) => {
    expect(await result(...results)).toMatchObject({ code: 0, log: "" });
  });

  test.each([
    ["failure", "skipped", "skipped"],
    ["success", "failure", "skipped"],
    ["success", "skipped", "failure"],
    ["success", "cancelled", "skipped"],
    ["", "", ""],
  ])("fails with %j, %j, %j", async (...results) => {
    expect(await result(...results)).toMatchObject({
      code: 1,
      log: "::error::A preview has failed, or would lose what holds data. See the jobs of this run.\n",
    });
  });
});

test("a plan that is gone is no riddle", async () => {
  const step = ["iac-pulumi.yml", "apply", "Is the plan gone?"] as const;
  const values = {
    "inputs.stack": "alpha",
    "inputs.operation": "up",
    "inputs.operation == 'destroy' && 'destroy' || 'up'": "up",
    "vars.PULUMI_BACKEND_URL": "",
    "vars.PULUMI_SECRETS_PROVIDER": "",
  };
  const { code, log } = await runStep({ project: temp, temp, env: process.env }, step, values);
  expect(code).toBe(1);
  expect(log).toMatch(
    /^::error::The plan that was approved can't be fetched: .* Start again from a new preview/,
  );
});

describe("the set-up says which variable is missing", () => {
  const script = readPipelines().actions[".github/actions/setup"]?.runs.steps?.find(
    ({ name }) => name === "Is everything set up for AWS?",
  )?.run;
  const check = (role: string, region: string, more: Record<string, string> = {}) => {
    const given = {
      AWS_ROLE: role,
      AWS_REGION_OF_ROLE: region,
      PULUMI: "true",
      ORGANIZATION: "",
      BACKEND: "",
      ...more,
    };
    const env = { PATH: process.env.PATH, ...given };
    const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", script ?? "exit 9"], {
      env,
      encoding: "utf8",
    });
    return { status, stdout };
  };
  const how = "is not set. Set it as packages/pipeline/README.md says.";

  test.each([
    [
      "-preview",
      "us-east-1",
      `::error::The repository variable AWS_ROLE_PREFIX is not set (it makes the role '-preview'). Set it as packages/pipeline/README.md says.\n`,
    ],
    [
      "arn:aws:iam::123456789012:role/ublog-preview",
      "",
      `::error::The repository variable AWS_REGION ${how}\n`,
    ],
  ])("%j %j", (role, region, stdout) => {
    expect(check(role, region)).toEqual({ status: 1, stdout });
  });

  const role = "arn:aws:iam::123456789012:role/ublog-preview";

  test("the place of the state", () => {
    expect(check(role, "us-east-1")).toEqual({
      status: 1,
      stdout:
        "::error::Where Pulumi keeps its state is not set: neither the repository variable PULUMI_BACKEND_URL (a bucket) nor PULUMI_ORGANIZATION (Pulumi Cloud). Set one of them as packages/pipeline/README.md says.\n",
    });
  });

  test("which every workflow names that runs Pulumi with a role", () => {
    const users = Object.entries(readPipelines().workflows).filter(([, { jobs }]) =>
      Object.values(jobs)
        .flatMap(({ steps = [] }) => steps)
        .some(
          ({ uses, with: given }) =>
            uses === "./.github/actions/setup" && given?.["aws-role"] && given.pulumi !== "false",
        ),
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    const backend = "${{ vars.PULUMI_BACKEND_URL }}";
    expect(users.map(([file, { env }]) => [file, env?.PULUMI_BACKEND_URL])).toEqual(
      ["iac-drift.yml", "iac-preview.yml", "iac-pulumi.yml"].map((file) => [file, backend]),
    );
  });

  test.each<Record<string, string>>([
    { BACKEND: "s3://me-ublog-state" },
    { ORGANIZATION: "our-org" },
    { PULUMI: "false" },
  ])("or nothing, where nothing is: %j", (more) => {
    expect(check(role, "us-east-1", more)).toEqual({ status: 0, stdout: "" });
  });
});
