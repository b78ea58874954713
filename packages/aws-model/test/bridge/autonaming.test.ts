import { expect, test } from "vitest";
import { autoname } from "../../src/bridge/autonaming.ts";
import { autonameOf } from "../../src/bridge/types.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount, leastInputs } from "../support/awsResources.ts";

const randomSeed = new Uint8Array([1, 2, 3, 4]);
const named = (type: string, name = "Main", inputs = {}) => {
  const naming = autonameOf(type);
  return naming && autoname(naming, { name, inputs, randomSeed });
};

test.each([
  ["aws:ec2/securityGroup:SecurityGroup", /^Main-[0-9a-f]{7}$/],
  ["aws:lb/targetGroup:TargetGroup", /^Main-[0-9a-f]{7}$/],
  ["aws:rds/instance:Instance", /^Main[0-9a-f]{7}$/],
  ["aws:elasticache/replicationGroup:ReplicationGroup", /^main-[0-9a-f]{7}$/],
  ["aws:s3/bucket:Bucket", /^main-[0-9a-f]{7}$/],
  ["aws:kms/alias:Alias", /^alias\/Main-[0-9a-f]{7}$/],
])("%s gets its name as the provider makes it", (type, pattern) => {
  expect(named(type)).toMatch(pattern);
});

test("records have no automatic name, task definitions neither", () => {
  expect(autonameOf("aws:route53/record:Record")).toBeUndefined();
  expect(autonameOf("aws:ecs/taskDefinition:TaskDefinition")).toBeUndefined();
});

test("a logical name that leaves no room is refused", () => {
  expect(() => named("aws:lb/targetGroup:TargetGroup", "a-name-of-twenty-six-letters")).toThrow(
    "name 'a-name-of-twenty-six-letters-' plus 7 random chars is longer than maximum length 32; give 'name' or a shorter resource name",
  );
});

test("the project's own naming is followed", () => {
  const naming = autonameOf("aws:lb/targetGroup:TargetGroup");
  if (!naming) throw new Error("target groups are named");
  const name = (mode: "propose" | "enforce" | "disable", proposedName: string) =>
    autoname(naming, { name: "web", inputs: {}, randomSeed, autonaming: { mode, proposedName } });
  expect(name("propose", "prod-web")).toBe("prod-web");
  expect(() => name("propose", "x".repeat(33))).toThrow("exceeds maximum length of 32");
  expect(name("enforce", "x".repeat(33))).toBe("x".repeat(33));
  expect(() => name("disable", "")).toThrow("automatic naming is disabled but no explicit name was provided");
});

test("the name stays over updates, and a given name or prefix is taken as it is", () => {
  const { create, update } = awsAccount();
  const type = "aws:ec2/securityGroup:SecurityGroup";
  const first = create(type, "web", {});
  expect(update(first, { tags: { a: "b" } }).inputs.name).toBe(first.inputs.name);

  const bucket = create("aws:s3/bucket:Bucket", "assets", { bucketPrefix: "assets-" });
  expect(bucket.inputs).not.toHaveProperty("bucket");
  expect(bucket.id).toMatch(/^assets-[0-9a-f]{26}$/);
  expect(
    create("aws:s3/bucket:Bucket", "other", { ...leastInputs("aws:s3/bucket:Bucket"), bucket: "mine" }).id,
  ).toBe("mine");
});

test.each<[string, Properties, string, RegExp]>([
  ["aws:iam/role:Role", { namePrefix: "a-" }, "name", /^a-[0-9a-f]{26}$/],
  ["aws:rds/instance:Instance", { identifierPrefix: "a-" }, "identifier", /^a-[0-9a-f]{26}$/],
])("AWS gets a name that begins with the prefix of a %s, which stays", (type, prefix, property, pattern) => {
  const { create, diffOf } = awsAccount();
  const given = { ...leastInputs(type), ...prefix };
  const live = create(type, "main", given);
  expect(live.state[property]).toMatch(pattern);
  expect(live.inputs).not.toHaveProperty(property);
  expect(diffOf(live, given).changes).toBe(false);
});
