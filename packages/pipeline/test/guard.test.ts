import { describe, expect, test } from "vitest";
import { judge, overrideLine, overridesIn } from "../src/guard.ts";
import { readPulumiPreview } from "../src/readPreview.ts";
import { STATEFUL } from "../src/stateful.ts";
import { change, database, preview } from "./support/previews.ts";

const bucket = change("delete", "aws:s3/bucket:Bucket", "assets");
const service = change("replace", "aws:ecs/service:Service", "alpha-gunicorn");

describe("what may be lost", () => {
  test("nothing that holds data, unless the pull request names it", () => {
    const shown = preview([service, database, bucket]);
    expect(judge(shown, [])).toEqual({ refused: [database, bucket], accepted: [], idle: [] });
    expect(judge(shown, [database.urn])).toEqual({ refused: [bucket], accepted: [database], idle: [] });
    expect(judge(shown, [database.urn, bucket.urn]).refused).toEqual([]);
  });

  test("a part of a URN, another resource and another stack allow nothing", () => {
    const near = [
      database.urn.slice(0, -1),
      `${database.urn}2`,
      database.urn.replace(":base:", ":alpha:"),
      "database",
    ];
    expect(judge(preview([database]), near).refused).toEqual([database]);
  });

  test("what the pull request names and doesn't lose is reported, for this stack", () => {
    const other = database.urn.replace("pulumi:base", "pulumi:alpha");
    expect(judge(preview([]), [database.urn, other]).idle).toEqual([database.urn]);
  });

  test.each(["create", "update", "import"] as const)("a database may be there to %s", (action) => {
    expect(judge(preview([change(action, "aws:rds/instance:Instance", "database")]), []).refused).toEqual([]);
  });

  test("database, cache, bucket, subnets and zone are among what holds data", () => {
    const types = [
      "rds/instance:Instance",
      "elasticache/replicationGroup:ReplicationGroup",
      "s3/bucket:Bucket",
    ];
    for (const type of [...types, "ec2/subnet:Subnet", "route53/zone:Zone"])
      expect(STATEFUL).toHaveProperty([`aws:${type}`]);
  });

  test.each([
    {},
    { error: "boom" },
    { message: "Not Found", status: "404" },
    { resourcePlans: {} },
    { steps: [{ op: "delete", urn: database.urn }] },
    { steps: [{ op: "delete", urn: database.urn, oldState: null }] },
  ])("%j is no preview that loses nothing", (given) => {
    expect(() => readPulumiPreview(JSON.stringify(given), { stack: "base", operation: "up" })).toThrow(
      "This is not what `pulumi preview --json` prints: it needs an object with `steps`.",
    );
  });

  test("a preview of a program without resources loses nothing", () => {
    const read = readPulumiPreview('{"duration": 1, "changeSummary": {}}', {
      stack: "base",
      operation: "up",
    });
    expect(read.changes).toEqual([]);
  });

  test("a step of the engine that nobody thought of is an error, not silence", () => {
    const json = JSON.stringify({
      steps: [{ op: "vaporise", urn: database.urn, newState: { type: "t", custom: true } }],
    });
    expect(() => readPulumiPreview(json, { stack: "base", operation: "up" })).toThrow(
      'The preview has a step "vaporise", which this report can\'t read.',
    );
  });
});

describe("the override in the description of a pull request", () => {
  const line = overrideLine(database.urn);

  test.each([
    ["on a line of its own", `Makes it bigger.\n\n${line}\n`],
    ["in a list", `- ${line}`],
    ["in a code block", `\`\`\`\n${line}\n\`\`\``],
    ["with the URN as code", `Allow-Loss-Of: \`${database.urn}\``],
    ["all of it as code", `\`${line}\``],
    ["with Windows line ends", `Text\r\n${line}\r\nText`],
    ["in other letters", line.replace("Allow-Loss-Of", "allow-loss-of")],
    ["twice", `${line}\n${line}`],
  ])("%s", (_, description) => {
    expect(overridesIn(description)).toEqual([database.urn]);
  });

  test.each([
    ["nothing", ""],
    ["in a comment of the template", `<!-- ${line}\n${line} -->`],
    ["in a comment that isn't closed", `<!--\n${line}`],
    ["in the middle of a sentence", `I write ${line} later`],
    ["without a URN", "Allow-Loss-Of: database"],
    ["of everything", "Allow-Loss-Of: *"],
  ])("not %s", (_, description) => {
    expect(overridesIn(description)).toEqual([]);
  });
});
