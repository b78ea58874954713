import { expect, test } from "vitest";
import { countCalls } from "../bench/apiCalls.ts";

test("a release of five services makes few calls: each of these, and no other", async () => {
  const { byOperation, seconds } = await countCalls();
  const { "ecs.DescribeServices": polls = 0, "ecs.DescribeTasks": tasks = 0, ...others } = byOperation;
  expect(polls).toBeLessThan(seconds / 5);
  expect(tasks).toBeLessThan(12);
  expect(others).toEqual({
    "ssm.GetParameter": 1,
    "ssm.DescribeParameters": 1,
    "secretsmanager.DescribeSecret": 1,
    "sts.GetCallerIdentity": 1,
    "iam.SimulatePrincipalPolicy": 8,
    "ecr.BatchGetImage": 2,
    "ecr.DescribeImages": 2,
    "ecs.DescribeClusters": 1,
    "ecs.ListTasks": 1,
    "ecs.DescribeTaskDefinition": 12,
    "ecs.RegisterTaskDefinition": 6,
    "ecs.RunTask": 1,
    "ecs.UpdateService": 5,
    "logs.GetLogEvents": expect.any(Number),
    // One for each of the three that no load balancer checks.
    "logs.FilterLogEvents": 3,
    "elbv2.DescribeTargetHealth": expect.any(Number),
    "dynamodb.GetItem": 2,
    "dynamodb.Query": 2,
    "dynamodb.PutItem": 6,
    "dynamodb.UpdateItem": expect.any(Number),
  });
});

test("minutes of waiting cost one call for all services an interval, and one to renew the lock a minute", async () => {
  const [ten, twenty] = [await countCalls(0, 600), await countCalls(0, 1200)];
  const minutes = (twenty.seconds - ten.seconds) / 60;
  expect(minutes).toBeGreaterThan(8);
  const more = (operation: string) =>
    (twenty.byOperation[operation] ?? 0) - (ten.byOperation[operation] ?? 0);
  expect(more("ecs.DescribeServices")).toBeLessThanOrEqual(minutes * 4 + 1);
  expect(more("dynamodb.UpdateItem")).toBeLessThanOrEqual(minutes + 1);
  // The load balancer is asked less and less often.
  expect(twenty.total - ten.total).toBeLessThanOrEqual(minutes * 5 + 5);
});

test("a poll asks for ten services at once", async () => {
  const [five, ten] = [await countCalls(), await countCalls(5)];
  expect(ten.services).toBe(10);
  expect(ten.byOperation["ecs.DescribeServices"]).toBe(five.byOperation["ecs.DescribeServices"]);
});
