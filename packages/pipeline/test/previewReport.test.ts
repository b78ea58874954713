import { alert, block, code } from "@ublog/terminal/markdown";
import { describe, expect, test } from "vitest";
import { judge } from "../src/guard.ts";
import { outputsOfPlan } from "../src/planOutputs.ts";
import { hasChanges, type Preview } from "../src/preview.ts";
import { readPulumiPreview } from "../src/readPreview.ts";
import { headline } from "../src/report/effects.ts";
import { LIMITS, previewReport } from "../src/report/previewReport.ts";
import { change, database, preview } from "./support/previews.ts";

const report = (previews: Preview[], limit: number = LIMITS.summary, allowed?: string[]) =>
  previewReport(
    "## Pulumi preview",
    previews.map((one) => ({ preview: one, verdict: judge(one, allowed) })),
    limit,
  );

describe("what comes first", () => {
  test("the loss, then replaced and deleted, then changed, then created, then details", () => {
    const text = report(
      [
        preview([
          change("create", "aws:ssm/parameter:Parameter", "new", {
            properties: [{ path: "value", after: '"v"' }],
          }),
          change("update", "aws:ecs/service:Service", "web", {
            properties: [{ path: "cpu", before: "1", after: "2" }],
          }),
          change("delete", "aws:ssm/parameter:Parameter", "old"),
          database,
        ]),
      ],
      LIMITS.summary,
      [],
    );
    const order = [
      "CAUTION",
      "Allow-Loss-Of",
      "| replace |",
      "| delete |",
      "| change |",
      "| create |",
      "<details>",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain("| replace | `database` | `aws:rds:Instance` | **`dbName`** |");
  });

  test("a stack that isn't made yet, one that fails, one with other outputs only", () => {
    expect(headline(preview([], { outcome: "missing" }))).toBe("not made yet");
    expect(headline(preview([database], { outcome: "failed", errors: ["No."] }))).toBe(
      "the preview failed, replace 1",
    );
    expect(headline(preview([], { outputs: ["url"] }))).toBe("only outputs change");
    expect(headline(preview([]))).toBe("no changes");
    expect(hasChanges(preview([], { outputs: ["url"] }))).toBe(true);
  });
});

describe("a new revision of a task definition", () => {
  const template = change("replace", "aws:ecs/taskDefinition:TaskDefinition", "alpha-gunicorn", {
    replacedBecause: ["containerDefinitions"],
    properties: [{ path: "containerDefinitions[gunicorn].cpu", before: "256", after: "512" }],
  });

  test("is no replacement that a reader has to fear", () => {
    const text = report([preview([template])]);
    expect(text).toContain("### `base`: new revision 1");
    expect(text).not.toContain("Replaced or deleted");
    expect(text).toContain(
      "| new revision | `alpha-gunicorn` | `aws:ecs:TaskDefinition` | **`containerDefinitions[gunicorn].cpu`** |",
    );
  });
});

describe("size", () => {
  const many = (number: number, action: "create" | "update" | "replace" = "create") =>
    Array.from({ length: number }, (_, index) =>
      change(action, "aws:ssm/parameter:Parameter", `parameter-${index}`, {
        properties: [{ path: "value", after: `"${"v".repeat(100)}"` }],
      }),
    );

  test.each([
    [60, LIMITS.comment, "<details>"],
    [500, LIMITS.comment, "| create | `parameter-499` |"],
    [5000, LIMITS.comment, "… and 4950 more resources"],
    [5000, 2000, "… and 4990 more resources"],
    [5000, 500, "… and 5000 more resources"],
  ])("%i resources within %i bytes", (number, limit, part) => {
    const text = report([preview(many(number))], limit);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(text).toContain(part);
  });

  test("details of what is created go before details of what changes", () => {
    const changes = [
      ...many(400),
      ...many(20, "update").map((one) => ({ ...one, name: `changed ${one.name}` })),
    ];
    const text = report([preview(changes)], LIMITS.comment);
    expect(text).toContain("<summary>Details of 20 resources</summary>");
  });

  test("what is lost stays, however small the limit", () => {
    const text = report([preview([...many(1000), database])], 800);
    expect(text).toContain("- `database`, a database: replaced, because of `dbName`");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(800);
  });

  test("hundreds of losses are cut at a line", () => {
    const buckets = Array.from({ length: 400 }, (_, index) =>
      change("delete", "aws:s3/bucket:Bucket", `ü-${index}`),
    );
    const text = report([preview(buckets)], 3000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3000);
    expect(text).toMatch(/- `ü-\d+`, a bucket: deleted\n\n… the rest is too long for this page\.$/);
  });
});

describe("text from programs can't break the page", () => {
  test.each([
    ["a|b", "`a\\|b`"],
    ["a`b", "``a`b``"],
    ["`a`", "`` `a` ``"],
    ["a\nb", "`a b`"],
  ])("%j in a table", (text, shown) => {
    expect(code(text)).toBe(shown);
  });

  test("a fence inside a block", () => {
    expect(block("```\n@octocat\n````")).toBe("`````text\n```\n@octocat\n````\n`````");
  });

  test("lines of a box stay in it", () => {
    expect(alert("NOTE", "a\n\nb")).toBe("> [!NOTE]\n> a\n>\n> b");
  });
});

describe("reading what Pulumi printed", () => {
  const about = { stack: "base", operation: "up" } as const;

  test("anything else is refused in a sentence", () => {
    for (const text of ["", "error: no stack", "[]", '{"steps":[{}]}']) {
      expect(() => readPulumiPreview(text, about)).toThrow(
        "This is not what `pulumi preview --json` prints: it needs an object with `steps`.",
      );
    }
  });

  test("an error of the program comes without its stack trace and colours", () => {
    const message =
      "error: Running program failed:\n\u001b[31mError: boom\u001b[39m\n    at file:///x.js:1:1\n";
    const diagnostics = [
      { severity: "warning", message: "careful" },
      { severity: "error", message },
      { severity: "error", message: "error: preview failed\n" },
    ];
    expect(readPulumiPreview(JSON.stringify({ steps: [], diagnostics }), about).errors).toEqual([
      "Running program failed:\nError: boom",
    ]);
  });

  test("what a component warns of is told, and not what the engine and others do", () => {
    const urn = (types: string) => `urn:pulumi:base::ublog::${types}::ublog-base`;
    const message = "warning: trial: is set: the app `alpha` …\n";
    const diagnostics = [
      { severity: "warning", message: "warning: a newer version of the CLI is there\n" },
      { severity: "warning", message, urn: urn("pulumi-aws-django:index:DjangoBase") },
      {
        severity: "warning",
        message: "deprecated",
        urn: urn("pulumi-aws-django:index:DjangoBase$aws:lb/listener:Listener"),
      },
    ];
    const preview = readPulumiPreview(JSON.stringify({ steps: [], diagnostics }), about);
    expect(preview.warnings).toEqual(["``trial: is set: the app `alpha` …``"]);
    expect(report([preview])).toContain("\n> [!WARNING]\n> ``trial: is set: the app `alpha` …``");
  });

  test("components and the stack itself are no resources", () => {
    const step = (type: string, custom: boolean) => ({
      op: "create",
      urn: `urn:pulumi:base::ublog::${type}::x`,
      newState: { type, custom },
    });
    const steps = [
      step("pulumi:pulumi:Stack", false),
      step("ublog:index:Base", false),
      step("aws:s3/bucket:Bucket", true),
    ];
    expect(readPulumiPreview(JSON.stringify({ steps }), about).changes.map(({ type }) => type)).toEqual([
      "aws:s3/bucket:Bucket",
    ]);
  });

  test("a replacement in its single steps is one replacement", () => {
    const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({
      op,
      urn: database.urn,
      newState: { type: database.type, custom: true },
    }));
    expect(readPulumiPreview(JSON.stringify({ steps }), about).changes.map(({ action }) => action)).toEqual([
      "replace",
    ]);
  });

  test("the outputs that a plan changes", () => {
    const outputDiff = { adds: { b: 1 }, updates: { a: 2 }, deletes: ["c"] };
    const stack = { goal: { type: "pulumi:pulumi:Stack", outputDiff } };
    const other = { goal: { type: "ublog:index:Base", outputDiff: { adds: { x: 1 } } } };
    expect(
      outputsOfPlan(JSON.stringify({ resourcePlans: { other, stack, removed: { goal: null } } })),
    ).toEqual(["a", "b", "c"]);
    expect(outputsOfPlan(JSON.stringify({ resourcePlans: {} }))).toEqual([]);
  });
});
