import { ONE_CALL } from "@ublog/aws-model/src/descriptor/times.ts";
import { knownTypes, typeOf } from "@ublog/aws-model/src/services/services.ts";
import { expect, test } from "vitest";
import { secondsOf, timesOf } from "../../src/times/times.ts";

const aws = (type: string, inputs = {}) => timesOf({ type, custom: true, inputs });

const slowTypes = knownTypes().filter((type) => ![undefined, ONE_CALL].includes(typeOf(type).times as never));

test.each(slowTypes)("%s: times with a source, each within its range", (type) => {
  const { source, ...times } = aws(type);
  expect(source.length).toBeGreaterThan(20);
  for (const { typical, from = typical, to = typical } of Object.values(times)) {
    expect(from).toBeLessThanOrEqual(typical);
    expect(to).toBeGreaterThanOrEqual(typical);
  }
});

test.each([
  ["aws:rds/instance:Instance", "create", { multiAz: true }, 300],
  ["aws:rds/instance:Instance", "create", { backupRetentionPeriod: 0 }, -120],
  ["aws:rds/instance:Instance", "delete", { skipFinalSnapshot: true }, -130],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "create", { numCacheClusters: 3 }, 120],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "delete", { finalSnapshotIdentifier: "last" }, 90],
  ["aws:cloudfront/distribution:Distribution", "create", { waitForDeployment: false }, -211],
  ["aws:ec2/subnet:Subnet", "create", { mapPublicIpOnLaunch: true }, 10],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", "create", { vpcEndpointType: "Interface" }, 84],
  ["aws:dynamodb/table:Table", "create", { pointInTimeRecovery: { enabled: true } }, 11],
  ["aws:ecs/service:Service", "create", { waitForSteadyState: true }, 178],
  ["aws:ecs/service:Service", "delete", { loadBalancers: [{}] }, 90],
  ["aws:ecs/taskDefinition:TaskDefinition", "delete", { skipDestroy: true }, -1],
] as const)("%s: %s with %j differs by %i s", (type, action, inputs, difference) => {
  expect(aws(type, inputs)[action].typical - aws(type)[action].typical).toBe(difference);
});

test("a type that isn't listed takes a second, and what isn't in AWS takes none", () => {
  expect(aws("aws:iam/rolePolicy:RolePolicy").create).toEqual({ typical: 1 });
  expect(aws("random:index/randomId:RandomId").create).toEqual({ typical: 0 });
  expect(timesOf({ type: "aws:index:Component", custom: false }).create).toEqual({ typical: 0 });
});

test("what stays in AWS, or goes with another, takes no time to delete", () => {
  const queue = { type: "aws:sqs/queue:Queue", custom: true };
  const resources = [
    { ...queue, urn: "usual" },
    { ...queue, urn: "kept", retainOnDelete: true },
    { ...queue, urn: "carried", deletedWith: "usual" },
  ];
  expect(Object.fromEntries(secondsOf(resources, "delete"))).toEqual({ usual: 1, kept: 0, carried: 0 });
  expect(Object.fromEntries(secondsOf(resources, "create"))).toEqual({ usual: 1, kept: 1, carried: 1 });
});

test("the ends of a range are taken where there is one", () => {
  const resources = [
    { urn: "gateway", type: "aws:ec2/natGateway:NatGateway", custom: true },
    { urn: "queue", type: "aws:sqs/queue:Queue", custom: true },
  ];
  expect([...secondsOf(resources, "create", "from").values()]).toEqual([84, 1]);
  expect([...secondsOf(resources, "create", "to").values()]).toEqual([125, 1]);
});
