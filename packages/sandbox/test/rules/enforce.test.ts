import { expect, test } from "vitest";
import { awsAccount } from "../support/awsResources.ts";

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
    `updating ELBv2 Listener Rule (${other.id}): operation error Elastic Load Balancing v2: SetRulePriorities, https response error StatusCode: 400, PriorityInUse: Priority '10' is currently in use\n(sandbox rule listener-priority-in-use, `,
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
