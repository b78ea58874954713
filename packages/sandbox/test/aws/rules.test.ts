import { expect, test } from "vitest";
import { nameRules } from "../../src/rules/names.ts";
import { rules } from "../../src/rules/rules.ts";
import { resourceSchema } from "../../src/schema/awsSchema.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount, leastInputs } from "../support/awsResources.ts";

const cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/main";

test.each<[string, string, Properties, Properties, string]>([
  [
    "a load balancer",
    "aws:lb/loadBalancer:LoadBalancer",
    { name: "web", subnets: ["subnet-1"] },
    { name: "other", subnets: ["subnet-1"] },
    "ELBv2 Load Balancer (web) already exists",
  ],
  [
    "a target group",
    "aws:lb/targetGroup:TargetGroup",
    { name: "web" },
    { name: "other" },
    "ELBv2 Target Group (web) already exists",
  ],
  [
    "a service in its cluster",
    "aws:ecs/service:Service",
    { name: "web", cluster },
    { name: "web", cluster: `${cluster}2` },
    "creating ECS Service (web): operation error ECS: CreateService, https response error StatusCode: 400, InvalidParameterException: Creation of service was not idempotent.",
  ],
  [
    "a role",
    "aws:iam/role:Role",
    { name: "web", assumeRolePolicy: "{}" },
    { name: "other", assumeRolePolicy: "{}" },
    "creating IAM Role (web): operation error IAM: CreateRole, https response error StatusCode: 409, EntityAlreadyExists: Role with name web already exists.",
  ],
  [
    "a log group",
    "aws:cloudwatch/logGroup:LogGroup",
    { name: "/ecs/web" },
    { name: "/ecs/other" },
    "creating CloudWatch Logs Log Group (/ecs/web): operation error CloudWatch Logs: CreateLogGroup, https response error StatusCode: 400, ResourceAlreadyExistsException: The specified log group already exists",
  ],
  [
    "a database",
    "aws:rds/instance:Instance",
    { identifier: "db", instanceClass: "db.t4g.micro" },
    { identifier: "other", instanceClass: "db.t4g.micro" },
    "creating RDS DB Instance (db): operation error RDS: CreateDBInstance, https response error StatusCode: 400, DBInstanceAlreadyExists: DB instance already exists",
  ],
  [
    "a cache",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    { replicationGroupId: "cache", description: "c" },
    { replicationGroupId: "other", description: "c" },
    "creating ElastiCache Replication Group (cache): operation error ElastiCache: CreateReplicationGroup, https response error StatusCode: 400, ReplicationGroupAlreadyExists: Replication group cache already exists.",
  ],
  [
    "a bucket",
    "aws:s3/bucket:Bucket",
    { bucket: "assets" },
    { bucket: "other" },
    "creating S3 Bucket (assets): operation error S3: CreateBucket, https response error StatusCode: 409, BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
  ],
  [
    "a secret",
    "aws:secretsmanager/secret:Secret",
    { name: "key" },
    { name: "other" },
    "creating Secrets Manager Secret (key): operation error Secrets Manager: CreateSecret, https response error StatusCode: 400, ResourceExistsException: The operation failed because the secret key already exists.",
  ],
])("the name of %s is there once", (_what, type, inputs, others, message) => {
  const { create } = awsAccount();
  create(type, "first", inputs);
  create(type, "second", others);
  expect(() => create(type, "third", inputs)).toThrow(message);
});

test.each(nameRules)("$name: the first is made, the second is refused", ({ name, source, applies }) => {
  const { create } = awsAccount();
  const [type = ""] = applies.types;
  const property =
    ["name", "identifier", "replicationGroupId", "url"].find(
      (input) => input in resourceSchema(type).inputs,
    ) ?? "";
  const inputs = (text: string) => ({ ...leastInputs(type), [property]: text });
  create(type, "first", inputs("taken"));
  create(type, "other", inputs("free"));
  expect(() => create(type, "second", inputs("taken"))).toThrow(`\n(sandbox rule ${name}, see ${source})`);
});

test("a parameter may be overwritten by the word", () => {
  const { create } = awsAccount();
  const given = { name: "/app/p", type: "String", value: "1" };
  create("aws:ssm/parameter:Parameter", "a", given);
  expect(create("aws:ssm/parameter:Parameter", "b", { ...given, overwrite: true }).state.value).toBe("1");
});

test("names are taken by region, but those of buckets everywhere", () => {
  const { create } = awsAccount();
  create("aws:cloudwatch/logGroup:LogGroup", "a", { name: "logs" });
  create("aws:cloudwatch/logGroup:LogGroup", "b", { name: "logs", region: "eu-west-1" });
  create("aws:s3/bucket:Bucket", "a", { bucket: "assets" });
  expect(() => create("aws:s3/bucket:Bucket", "b", { bucket: "assets", region: "eu-west-1" })).toThrow(
    "BucketAlreadyOwnedByYou",
  );
});

test("a listener has each priority once, also after an update", () => {
  const { create, update } = awsAccount();
  const rule = (listenerArn: string, priority: number) => ({
    listenerArn,
    priority,
    actions: [{ type: "forward" }],
    conditions: [{ pathPattern: { values: ["/"] } }],
  });
  const type = "aws:lb/listenerRule:ListenerRule";
  create(type, "a", rule("arn:1", 10));
  create(type, "b", rule("arn:2", 10));
  const other = create(type, "c", rule("arn:1", 20));
  expect(() => create(type, "d", rule("arn:1", 10))).toThrow(
    "creating ELBv2 Listener Rule: operation error Elastic Load Balancing v2: CreateRule, https response error StatusCode: 400, PriorityInUse: Priority '10' is currently in use\n(sandbox rule listener-priority-in-use, see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html)",
  );
  expect(() => update(other, rule("arn:1", 10))).toThrow("SetRulePriorities");
  expect(update(other, rule("arn:1", 30)).state.priority).toBe(30);
});

test("a deleted secret keeps its name while it can be recovered", () => {
  const { world, create, remove } = awsAccount();
  const type = "aws:secretsmanager/secret:Secret";
  remove(create(type, "a", { name: "key" }));
  expect(world.remains("secret").map(({ state }) => state.name)).toEqual(["key"]);
  expect(() => create(type, "b", { name: "key" })).toThrow(
    "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
  );
  remove(create(type, "c", { name: "gone", recoveryWindowInDays: 0 }));
  expect(create(type, "d", { name: "gone" }).state.name).toBe("gone");
});

test("a protected database stays, and an unprotected one leaves its last snapshot", () => {
  const { world, create, update, remove } = awsAccount();
  const type = "aws:rds/instance:Instance";
  const given = { identifier: "db", instanceClass: "db.t4g.micro", engine: "postgres" };
  const database = create(type, "db", { ...given, deletionProtection: true });
  expect(() => remove(database)).toThrow(
    "deleting RDS DB Instance (db): operation error RDS: DeleteDBInstance, https response error StatusCode: 400, InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.",
  );
  const open = update(database, given);
  expect(() => remove(open)).toThrow(
    "deleting RDS DB Instance (db): final_snapshot_identifier is required when skip_final_snapshot is false\n(sandbox rule db-instance-final-snapshot, ",
  );
  const named = update(open, { ...given, finalSnapshotIdentifier: "last" });
  remove(named);
  expect(world.remains().map(({ kind, id, state }) => [kind, id, state.dbInstanceIdentifier])).toEqual([
    ["snapshot", "last", "db"],
  ]);
  const again = create(type, "db", { ...given, finalSnapshotIdentifier: "last" });
  expect(() => remove(again)).toThrow(
    "DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier last already exists.",
  );
  remove(update(again, { ...given, skipFinalSnapshot: true }));
  expect(world.resources()).toEqual([]);
});

test("a cluster needs the same", () => {
  const { create, update, remove } = awsAccount();
  const given = { clusterIdentifier: "c", engine: "aurora-postgresql" };
  const cluster = create("aws:rds/cluster:Cluster", "c", { ...given, deletionProtection: true });
  expect(() => remove(cluster)).toThrow(
    "Cannot delete protected Cluster, please disable deletion protection and try again.",
  );
  const open = update(cluster, given);
  expect(() => remove(open)).toThrow("deleting RDS Cluster (c): final_snapshot_identifier is required");
});

test("a protected load balancer stays", () => {
  const { create, update, remove } = awsAccount();
  const balancer = create("aws:lb/loadBalancer:LoadBalancer", "web", {
    subnets: ["subnet-1"],
    enableDeletionProtection: true,
  });
  expect(() => remove(balancer)).toThrow(
    `Load balancer '${balancer.id}' cannot be deleted because deletion protection is enabled`,
  );
  expect(() => remove(update(balancer, { subnets: ["subnet-1"] }))).not.toThrow();
});

test("a bucket goes when it is empty, or when it is to be emptied", () => {
  const { create, update, remove } = awsAccount();
  const bucket = create("aws:s3/bucket:Bucket", "assets", { bucket: "assets" });
  create("aws:s3/bucketObjectv2:BucketObjectv2", "o", { bucket: "assets", key: "k", content: "c" });
  expect(() => remove(bucket)).toThrow(
    "deleting S3 Bucket (assets): operation error S3: DeleteBucket, https response error StatusCode: 409, BucketNotEmpty: The bucket you tried to delete is not empty",
  );
  expect(() => remove(update(bucket, { bucket: "assets", forceDestroy: true }))).not.toThrow();
});

test("a refused change leaves no trace", () => {
  const { world, create } = awsAccount();
  create("aws:iam/role:Role", "a", { name: "web", assumeRolePolicy: "{}" });
  const before = JSON.stringify(world.resources());
  expect(() => create("aws:iam/role:Role", "b", { name: "web", assumeRolePolicy: "{}" })).toThrow();
  expect(JSON.stringify(world.resources())).toBe(before);
});

test("every rule has a name of its own and a page of AWS", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  expect(rules.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});
