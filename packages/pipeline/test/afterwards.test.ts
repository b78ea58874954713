import { describe, expect, test } from "vitest";
import { judge } from "../src/guard.ts";
import { afterwards } from "../src/report/afterwards.ts";
import { appliedReport } from "../src/report/applied.ts";
import { LIMITS, previewReport } from "../src/report/previewReport.ts";
import { change, database, preview } from "./support/previews.ts";

const definition = "aws:ecs/taskDefinition:TaskDefinition";
const revision = (name: string) => change("replace", definition, name);
const alpha = { stack: "alpha", unchanged: 30 };

const oneRelease =
  "**Nothing runs the new revisions of task definitions (1) until a release:** run the workflow “[CD] App Update” with the stack `alpha`. Before that all tasks keep the revision that they were released with.";
const twoRevisions = oneRelease.replace("(1)", "(2)");

describe("what has to follow an update", () => {
  test("a release, where there are new revisions of task definitions", () => {
    expect(afterwards(preview([revision("alpha-beat")], alpha))).toEqual([oneRelease]);
    const worker = change("create", definition, "alpha-mail");
    expect(afterwards(preview([revision("alpha-beat"), worker], alpha))).toEqual([twoRevisions]);
  });

  test("the first release, where an environment is made", () => {
    const cluster = change("create", "aws:ecs/cluster:Cluster", "alpha");
    expect(afterwards(preview([cluster, change("create", definition, "alpha-beat")], alpha))).toEqual([
      "**Nothing of the application runs until the first release:** run the workflow “[CD] App Update” with the stack `alpha`.",
    ]);
  });

  test("updates and releases of what reads the contract of a base", () => {
    const base = { outputs: ["contract", "databaseEndpoint"], unchanged: 50 };
    expect(afterwards(preview([database], { ...base, dependents: ["alpha"] }))).toEqual([
      "**`alpha` reads the output `contract` of `base`, which changes,** and keeps the old values until its own `up` (“[IaC] Pulumi”), and the tasks until a release after that (the workflow “[CD] App Update” with the stack `alpha`).",
    ]);
    expect(afterwards(preview([database], { ...base, dependents: ["alpha", "beta"] }))).toEqual([
      "**`alpha`, `beta` read the output `contract` of `base`, which changes,** and keep the old values until an `up` of their own (“[IaC] Pulumi”), and the tasks until a release after that (the workflow “[CD] App Update” with the stack `alpha`, then `beta`).",
    ]);
  });

  test.each([
    ["other outputs", preview([database], { outputs: ["url"], dependents: ["alpha"], unchanged: 1 })],
    ["a base that no app uses", preview([database], { outputs: ["contract"], unchanged: 1 })],
    [
      "a base that is made",
      preview([change("create", "aws:ec2/vpc:Vpc", "base")], {
        outputs: ["contract"],
        dependents: ["alpha"],
      }),
    ],
    ["a destroy", preview([change("delete", definition, "a")], { operation: "destroy" })],
    ["a revision that is deleted", preview([change("delete", definition, "a")], alpha)],
    ["a look for drift", preview([revision("a")], { operation: "drift" })],
  ])("nothing after %s", (_, one) => {
    expect(afterwards(one)).toEqual([]);
  });

  test("is in the report of a preview", () => {
    const one = preview([revision("alpha-beat")], alpha);
    expect(previewReport("# P", [{ preview: one, verdict: judge(one) }], LIMITS.comment)).toContain(
      `\n> [!NOTE]\n> ${oneRelease}\n`,
    );
  });
});

describe("what was applied", () => {
  const counts = "Resources:\n    ~ 1 updated\n    +-2 replaced\n    3 changes. 30 unchanged";

  test("calls a new revision so, and says what has to follow", () => {
    const one = preview([revision("a"), revision("b")], alpha);
    expect(appliedReport(one, counts)).toBe(
      `## up \`alpha\`: done\n\n\`\`\`text\nResources:\n    ~ 1 updated\n    + 2 new revisions\n    3 changes. 30 unchanged\n\`\`\`\n\n> [!NOTE]\n> ${twoRevisions}`,
    );
  });

  test("keeps what is really replaced apart", () => {
    expect(appliedReport(preview([revision("a"), database]), counts)).toContain(
      "    + 1 new revision\n    +-1 replaced\n",
    );
    expect(appliedReport(preview([database, { ...database, urn: "x" }]), counts)).toContain(
      "    +-2 replaced\n",
    );
  });

  test("keeps to Pulumi's counts where less was done than planned", () => {
    const one = preview([revision("a"), revision("b"), database]);
    expect(appliedReport(one, counts)).toContain("    +-2 replaced\n");
  });
});
