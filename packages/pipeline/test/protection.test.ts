import { describe, expect, test } from "vitest";
import { EVERYTHING, recordBase } from "../../pulumi-aws-django/test/support/recordBase.ts";
import { judge } from "../src/guard.ts";
import { isHeld, liftOf, obstaclesOf } from "../src/protection.ts";
import { readPulumiPreview } from "../src/readPreview.ts";
import { refuseProtected } from "../src/refuseProtected.ts";
import { previewReport } from "../src/report/previewReport.ts";
import { parseState } from "../src/state.ts";

const about = { stack: "base", operation: "up" } as const;
const urnOf = (type: string, name: string) =>
  `urn:pulumi:base::ublog::pulumi-aws-django:index:DjangoBase$${type}::${name}`;

interface Step {
  op: string;
  urn: string;
  before?: { protect?: boolean; outputs?: object };
  after?: { protect?: boolean; inputs?: object };
  because?: string[];
}

/** What `pulumi preview --json` prints of these steps. */
function pulumiPreview(steps: Step[], messages: string[] = []): string {
  return JSON.stringify({
    steps: steps.map(({ op, urn, before, after, because }) => ({
      op,
      urn,
      ...(before && { oldState: { type: "t", custom: true, ...before } }),
      ...(after && { newState: { type: "t", custom: true, ...after } }),
      replaceReasons: because,
    })),
    diagnostics: messages.map((message) => ({ severity: "error", message })),
  });
}

const database = urnOf("aws:rds/instance:Instance", "base-database");
const durable = { protect: true, outputs: { deletionProtection: true, skipFinalSnapshot: true } };

describe("what is in the way of a deletion", () => {
  test.each([
    [{ protect: true }, ["pulumi protect"]],
    [{ outputs: { deletionProtection: true } }, ["aws deletionProtection"]],
    [{ outputs: { deletionProtection: "ACTIVE" } }, ["aws deletionProtection"]],
    [{ outputs: { deletionProtectionEnabled: true } }, ["aws deletionProtectionEnabled"]],
    [{ outputs: { enableDeletionProtection: true } }, ["aws enableDeletionProtection"]],
    [{ outputs: { deleteProtection: true } }, ["aws deleteProtection"]],
    [{ outputs: { disableApiTermination: true } }, ["aws disableApiTermination"]],
    [{ outputs: { skipFinalSnapshot: false } }, ["aws skipFinalSnapshot"]],
    [{ outputs: { forceDestroy: false } }, ["contents forceDestroy"]],
    [{ outputs: { forceDelete: false } }, ["contents forceDelete"]],
    [{ protect: true, inputs: { deletionProtection: true } }, ["pulumi protect", "aws deletionProtection"]],
    // What AWS has counts, not what somebody asked for.
    [
      { inputs: { deletionProtection: false }, outputs: { deletionProtection: true } },
      ["aws deletionProtection"],
    ],
    [{ inputs: { deletionProtection: true }, outputs: { deletionProtection: false } }, []],
    [
      { outputs: { deletionProtection: "INACTIVE", enableDeletionProtection: false, forceDestroy: true } },
      [],
    ],
    [{ outputs: { skipFinalSnapshot: false, finalSnapshotIdentifier: "last" } }, []],
    [{ protect: false, inputs: null, outputs: {} }, []],
  ])("%j", (resource, expected) => {
    expect(obstaclesOf(resource).map(({ by, property }) => `${by} ${property}`)).toEqual(expected);
  });
});

describe("a preview that up can't carry out", () => {
  const outcomes = (step: Omit<Step, "urn">) => {
    const read = readPulumiPreview(pulumiPreview([{ urn: database, ...step }]), about);
    const verdict = judge(read, [database]);
    return [refuseProtected(read).outcome, verdict.refused.length, verdict.accepted?.length];
  };
  const pulumiOnly = { protect: true, outputs: { forceDestroy: true } };
  const awsOnly = { outputs: { deletionProtection: true } };

  test.each([
    ["a replacement of what is protected", { op: "replace", before: durable, after: { protect: true } }],
    ["with the protection off in the same step", { op: "replace", before: durable, after: {} }],
    ["of what Pulumi protects", { op: "replace", before: pulumiOnly, after: { protect: true } }],
    ["of what AWS protects", { op: "replace", before: awsOnly, after: {} }],
    ["a deletion of what is protected", { op: "delete", before: durable }],
    ["a deletion of what Pulumi protects", { op: "delete", before: pulumiOnly }],
    ["a deletion of what AWS protects", { op: "delete", before: awsOnly }],
    ["what an earlier up left to delete", { op: "delete-replaced", before: awsOnly }],
  ])("doesn't pass, whatever the description allows: %s", (_, step) => {
    expect(outcomes(step)).toEqual(["failed", 1, 0]);
  });

  test.each([
    // Pulumi goes by the program where it replaces something.
    ["what Pulumi protected until now", { op: "replace", before: pulumiOnly, after: {} }],
    ["what nothing protects", { op: "delete", before: { outputs: { deletionProtection: false } } }],
    ["what may be full", { op: "delete", before: { outputs: { forceDestroy: false } } }],
  ])("passes, as the description allows: %s", (_, step) => {
    expect(outcomes(step)).toEqual(["done", 0, 1]);
  });

  test.each(["update", "same", "create", "import"])("passes where nothing goes: %s", (op) => {
    expect(outcomes({ op, before: durable, after: {} })).toEqual(["done", 0, 0]);
  });

  test("is one also where its steps come one by one, in either order", () => {
    const steps = (ops: string[]): Step[] =>
      ops.map((op) => ({
        op,
        urn: database,
        before: pulumiOnly,
        ...(op === "delete-replaced" ? {} : { after: {} }),
      }));
    for (const ops of [
      ["create-replacement", "replace", "delete-replaced"],
      ["delete-replaced", "replace", "create-replacement"],
    ]) {
      const read = readPulumiPreview(pulumiPreview(steps(ops)), about);
      expect(read.changes.map(({ action, obstacles }) => [action, obstacles])).toEqual([
        ["replace", undefined],
      ]);
    }
  });

  test("is none of a look for drift, which does nothing", () => {
    const read = readPulumiPreview(
      pulumiPreview([{ op: "replace", urn: database, before: durable, after: {} }]),
      {
        ...about,
        operation: "drift",
      },
    );
    expect(refuseProtected(read)).toEqual(read);
  });
});

describe("the way there", () => {
  const replaced: Step = {
    op: "replace",
    urn: database,
    before: durable,
    after: { protect: true },
    because: ["username"],
  };
  const engine = `unable to replace resource "${database}"\nas it is currently marked for protection. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program`;

  test("replaces the engine's words: which setting, up, then the change with its line", () => {
    const read = readPulumiPreview(pulumiPreview([replaced], [engine, "another error"]), about);
    expect(refuseProtected(read).errors).toEqual([
      `base can't be changed like this: it would lose what is protected. Nothing was changed.
  base-database (aws:rds:Instance), replace: protect, deletionProtection

To keep it, take back what replaces it (username).
To lose it, take the protection off first, by itself. Together with this
change it comes too late: AWS goes by what is on now, and up fails half-way.
  1. Write this into Pulumi.base.yaml, and nothing else, and run up:
       ublog:database.deletionProtection: false
  2. Then this change again, with this in the description of its pull request:
       Allow-Loss-Of: ${database}
  3. When it is done, put the protection back, and run up.`,
      "another error",
    ]);
  });

  test("includes what else the engine refuses: what depends on a replacement, and what has no step", () => {
    const secret = urnOf("aws:secretsmanager/secret:Secret", "base-database");
    const subnet = urnOf("aws:ec2/subnet:Subnet", "base-data-1");
    const messages = [
      `unable to replace resource "${secret}"\nas it is currently marked for protection. To unprotect …`,
      `Preview failed: resource "${subnet}" cannot be deleted\nbecause it is protected. To unprotect …`,
    ];
    const step = { op: "replace", urn: secret, before: { protect: true }, after: {} };
    const read = readPulumiPreview(pulumiPreview([step], messages), about);
    const [text = "", ...others] = refuseProtected(read).errors;
    expect(text.split("\n").slice(1, 3)).toEqual([
      "  base-database (aws:secretsmanager:Secret), replace: protect",
      "  base-data-1 (aws:ec2:Subnet), delete: protect",
    ]);
    expect(others).toEqual([]);
    expect(judge(read, [secret, subnet])).toMatchObject({ refused: [{ urn: subnet }, { urn: secret }] });
  });

  test("offers no line to copy that wouldn't help, and the one that does for the others", () => {
    const bucket = urnOf("aws:s3/bucket:Bucket", "base-alb-logs");
    const steps = [replaced, { op: "delete", urn: bucket, before: { outputs: { forceDestroy: false } } }];
    const preview = refuseProtected(readPulumiPreview(pulumiPreview(steps), about));
    const text = previewReport("##", [{ preview, verdict: judge(preview, []) }], 10_000);
    expect(text.split("If that is what you want")[1]).toContain(`\n\nAllow-Loss-Of: ${bucket}\n`.slice(1));
    expect(text.split("If that is what you want")[1]?.split("**Replaced")[0]).not.toContain(database);
    expect(preview.warnings).toEqual([
      "AWS deletes `base-alb-logs` (aws:s3:Bucket) only when there is nothing in it, which a preview can't see. Empty it before, or set `ublog:durability: disposable` in Pulumi.base.yaml and run up before. Otherwise this ends in an error when its turn comes.",
    ]);
  });

  test("names the program or the state where no setting does it", () => {
    const table = "urn:pulumi:base::ublog::aws:dynamodb/table:Table::own";
    const key = "urn:pulumi:base::ublog::aws:kms/key:Key::own-key";
    const steps: Step[] = [
      { op: "delete", urn: table, before: { protect: true, outputs: { deletionProtectionEnabled: true } } },
      { op: "replace", urn: key, before: { protect: true }, after: { protect: true }, because: ["policy"] },
    ];
    const [text = ""] = refuseProtected(readPulumiPreview(pulumiPreview(steps), about)).errors;
    expect(text.split("\n").slice(4)).toEqual([
      "To keep it, take back what replaces it (policy), and leave it in the program.",
      "To lose it, take the protection off first, by itself. Together with this",
      "change it comes too late: AWS goes by what is on now, and up fails half-way.",
      "  1. Change this in the program, and nothing else, and run up:",
      "       own: set deletionProtectionEnabled to false",
      "  2. Take the option `protect` away in the program and run up, or lift it in the state:",
      `       pulumi state unprotect '${table}' --yes --stack base`,
      `       pulumi state unprotect '${key}' --yes --stack base`,
      "  3. Then this change again, with this in the description of its pull request:",
      `       Allow-Loss-Of: ${table}`,
      `       Allow-Loss-Of: ${key}`,
    ]);
  });

  test("is the same for a destroy, which is judged by the whole state", () => {
    const resource = (urn: string, more: object) => ({
      urn,
      type: urn.split("$").at(-1),
      custom: true,
      ...more,
    });
    const state = parseState(
      JSON.stringify({
        deployment: {
          resources: [
            resource(database, durable),
            resource(urnOf("aws:lb/loadBalancer:LoadBalancer", "base-alb"), {
              protect: true,
              outputs: { enableDeletionProtection: true },
            }),
            resource(urnOf("aws:s3/bucket:Bucket", "base-assets"), { outputs: { forceDestroy: false } }),
          ],
        },
      }),
    );
    const preview = refuseProtected(
      readPulumiPreview(pulumiPreview([]), { stack: "base", operation: "destroy" }),
      state,
    );
    expect(preview).toMatchObject({
      outcome: "failed",
      errors: [
        `base can't be destroyed while these are protected. Nothing was changed.
  base-database (aws:rds:Instance): protect, deletionProtection
  base-alb (aws:lb:LoadBalancer): protect, enableDeletionProtection

Take the protection off first:
  1. Write this into Pulumi.base.yaml, and nothing else, and run up:
       ublog:database.deletionProtection: false
       ublog:loadBalancer.deletionProtection: false
  2. Then destroy base again.`,
      ],
      warnings: [expect.stringContaining("`ublog:assets.forceDestroy: true` in Pulumi.base.yaml")],
    });
  });
});

describe("the settings that are named", () => {
  /** Everything that a base has and that is in the way of its deletion, each with the setting that is said to lift it. */
  const liftsIn = async (args: object) => {
    const { all } = await recordBase({ ...EVERYTHING, ...args });
    return all.flatMap(({ type, name, protect, inputs }) => {
      const one = { urn: urnOf(type, name), type, name, obstacles: obstaclesOf({ protect, inputs }) };
      return one.obstacles.length === 0 ? [] : [{ ...one, lift: liftOf(one) }];
    });
  };

  test("lift what they are said to lift, of everything that a durable base protects", async () => {
    const lifts = await liftsIn({});
    expect(lifts.filter(isHeld).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["base-database", "base-alb"]),
    );
    for (const { urn, lift } of lifts) {
      const path = lift?.setting.split(".") ?? [];
      const value: unknown = lift?.value === "disposable" ? lift.value : JSON.parse(lift?.value ?? "null");
      const [group = "", key] = path;
      const former = EVERYTHING[group as keyof typeof EVERYTHING];
      const args = { [group]: key === undefined ? value : { ...(former as object), [key]: value } };
      const left = await liftsIn(args);
      expect(
        left.map((one) => one.urn),
        `${urn} by ${lift?.setting}`,
      ).not.toContain(urn);
    }
  });
});
