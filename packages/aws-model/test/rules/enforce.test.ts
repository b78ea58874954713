import { expect, test } from "vitest";
import { unknown } from "../../src/shared/values.ts";
import { awsAccount, leastInputs } from "../support/awsResources.ts";

test("a refused change leaves no trace", () => {
  const { world, create } = awsAccount();
  create("aws:iam/role:Role", "a", { name: "web", assumeRolePolicy: "{}" });
  const before = JSON.stringify(world.resources());
  expect(() => create("aws:iam/role:Role", "b", { name: "web", assumeRolePolicy: "{}" })).toThrow();
  expect(JSON.stringify(world.resources())).toBe(before);
});

test("a refused update says what the provider was about to do", () => {
  const { create, update } = awsAccount();
  const rule = (priority: number) => ({
    listenerArn: "arn:1",
    priority,
    actions: [{ type: "forward", targetGroupArn: "arn:t" }],
    conditions: [{ pathPattern: { values: ["/a"] } }],
  });
  create("aws:lb/listenerRule:ListenerRule", "a", rule(10));
  const other = create("aws:lb/listenerRule:ListenerRule", "b", rule(20));
  expect(() => update(other, rule(10))).toThrow(
    `updating ELB v2 Listener Rule (${other.id}): setting priority: operation error Elastic Load Balancing v2: SetRulePriorities, https response error StatusCode: 400, PriorityInUse: Priority '10' is currently in use\n(sandbox rule listener-priority-in-use, `,
  );
  expect(update(other, rule(30)).state.priority).toBe(30);
});

test("what a deletion leaves behind", () => {
  const { world, create, remove } = awsAccount();
  remove(create("aws:secretsmanager/secret:Secret", "a", { name: "key" }));
  remove(create("aws:secretsmanager/secret:Secret", "b", { name: "gone", recoveryWindowInDays: 0 }));
  const database = { identifier: "db", instanceClass: "db.t4g.micro", engine: "postgres" };
  remove(create("aws:rds/instance:Instance", "db", { ...database, finalSnapshotIdentifier: "last" }));
  remove(create("aws:rds/instance:Instance", "db", { ...database, skipFinalSnapshot: true }));
  expect(world.remains().map(({ kind, state }) => [kind, state.name ?? state.dbInstanceIdentifier])).toEqual([
    ["secret", "key"],
    ["snapshot", "db"],
  ]);
  expect(world.resources()).toEqual([]);
});

test("what the provider refuses by itself shows in a preview; what isn't known yet is not looked at", () => {
  const { checked } = awsAccount();
  expect(() => checked("aws:lb/targetGroup:TargetGroup", "web", { name: "a_b" })).toThrow(
    "only alphanumeric characters and hyphens allowed in \"name\". Examine values at 'web.name'.\n(sandbox rule target-group-name-shape, ",
  );
  expect(checked("aws:lb/targetGroup:TargetGroup", "web", { name: unknown }).name).toBe(unknown);
});

test.each([
  ["a cluster", "aws:ecs/cluster:Cluster", { name: "shop" }],
  ["an alarm", "aws:cloudwatch/metricAlarm:MetricAlarm", { name: "shop" }],
  ["a dashboard", "aws:cloudwatch/dashboard:Dashboard", { dashboardName: "shop", dashboardBody: "{}" }],
  ["a topic", "aws:sns/topic:Topic", { name: "shop" }],
])(
  "%s of a name that is taken is no error: AWS hands out or overwrites the one that is there",
  (_, type, inputs) => {
    const { create } = awsAccount();
    const [first, second] = ["a", "b"].map((name) => create(type, name, { ...leastInputs(type), ...inputs }));
    expect(second?.id).toBe(first?.id);
  },
);
