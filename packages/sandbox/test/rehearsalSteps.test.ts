import { join } from "node:path";
import { taskWorld } from "@ublog/aws-model/test/support/taskWorld.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import {
  changesNothing,
  keepsEverything,
  onlyCreates,
  onlyDeletes,
  publishesTemplates,
  type Rehearsal,
  up,
} from "../src/rehearse/steps.ts";
import type { Change, Counts, UpdateResult } from "../src/sandbox/update.ts";

const taskDefinition = "aws:ecs/taskDefinition:TaskDefinition";
const service = "aws:ecs/service:Service";
const parameter = "aws:ssm/parameter:Parameter";
const database = "aws:rds/instance:Instance";

/** An update that did these things, such as `replaced aws:rds/instance:Instance`. */
function updateOf(...things: string[]): UpdateResult {
  const counts: Counts = { created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0 };
  const changes = things.map((thing, index): Change => {
    const [kind, type] = thing.split(" ") as [keyof Counts, string];
    counts[kind] += 1;
    return { kind, type, urn: `urn:pulumi:dev::shop::${type}::thing-${index}` };
  });
  return { code: 0, counts, changes, errors: [], findings: [], seconds: 1 };
}

test.each([
  ["onlyCreates", onlyCreates, [`created ${database}`, `unchanged ${service}`]],
  ["changesNothing", changesNothing, [`unchanged ${database}`, `unchanged ${service}`]],
  ["onlyDeletes", onlyDeletes, [`deleted ${database}`]],
  ["keepsEverything", keepsEverything, [`changed ${database}`, "deleted random:index/randomId:RandomId"]],
  [
    "publishesTemplates",
    publishesTemplates,
    [`replaced ${taskDefinition}`, `changed ${parameter}`, `unchanged ${service}`],
  ],
])("%s is content with %3$j", (_, expectation, things) => {
  expect(expectation(updateOf(...things))).toBeUndefined();
});

test.each([
  [onlyCreates, [`unchanged ${database}`], "It should have created resources, and created none."],
  [
    onlyCreates,
    [`created ${database}`, `changed ${service}`],
    `It should have created resources only, but:\n  changed ${service} thing-1`,
  ],
  [
    changesNothing,
    [`changed ${service}`, `replaced ${database}`],
    `Nothing should have changed, but:\n  changed ${service} thing-0\n  replaced ${database} thing-1`,
  ],
  [
    onlyDeletes,
    [`changed ${service}`],
    `It should have deleted resources only, but:\n  changed ${service} thing-0`,
  ],
  [
    keepsEverything,
    [`replaced ${database}`],
    `It should have kept every resource, but:\n  replaced ${database} thing-0`,
  ],
  [
    publishesTemplates,
    [`changed ${parameter}`, `unchanged ${service}`],
    "A new revision of a task definition should have been published, and none was.",
  ],
  [
    publishesTemplates,
    [`replaced ${taskDefinition}`],
    "The services should have been left alone, and there are none.",
  ],
  [
    publishesTemplates,
    [`replaced ${taskDefinition}`, `unchanged ${service}`, `changed ${service}`],
    `Only task definitions and the deploy targets should have changed, but:\n  changed ${service} thing-2`,
  ],
])("%o says of %j what is wrong", (expectation, things, problem) => {
  expect(expectation(updateOf(...things))).toBe(problem);
});

test("an up that leaves something that would not work in AWS fails the step", async () => {
  const dir = temporaryFolder();
  const world = join(dir, "world.db");
  taskWorld({ logGroup: null }, world);
  const answers = { code: 0, stdout: "", stderr: "" };
  const sandbox = { dir, world, pulumi: async () => answers };
  const on = { sandbox, signal: new AbortController().signal } as unknown as Rehearsal;
  const step = up("dev", { expect: () => "never asked" });
  await expect(step.run(on)).rejects.toThrow(
    [
      "Pulumi is done, but in AWS this would not work:",
      "  aws:ecs/service:Service web: ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
      "    (sandbox rule log-group-exists, see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html#enable_awslogs)",
    ].join("\n"),
  );
  answers.code = 255;
  answers.stderr = "error: no";
  await expect(step.run(on)).rejects.toThrow("The engine says:\nerror: no");
});
