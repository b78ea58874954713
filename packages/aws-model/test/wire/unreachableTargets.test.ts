import { expect, test } from "vitest";
import { answer } from "../../src/wire/calls.ts";
import { whatRuns } from "../../src/wire/whatRuns.ts";
import { awsAccount } from "../support/awsResources.ts";
import { makeEnvironment } from "../support/environment.ts";

const region = "us-east-1";

/** The environment `shop` behind a load balancer that may connect to one port of its tasks; gunicorn is released, and a while passes. */
function released(openPort: number) {
  const account = awsAccount();
  const { create, world } = account;
  const { targetGroup } = makeEnvironment(account);
  const group = create("aws:ec2/securityGroup:SecurityGroup", "alb", { vpcId: "vpc-1" });
  create("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "alb-to-tasks", {
    securityGroupId: group.id,
    ipProtocol: "tcp",
    fromPort: openPort,
    toPort: openPort,
    cidrIpv4: "0.0.0.0/0",
  });
  const balancer = create("aws:lb/loadBalancer:LoadBalancer", "base", {
    name: "base",
    loadBalancerType: "application",
    subnets: ["subnet-1", "subnet-2"],
    securityGroups: [group.id],
  });
  // The listener whose rule forwards to gunicorn.
  world.put({
    type: "aws:lb/listener:Listener",
    id: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/base/0/1",
    urn: "urn:pulumi:test::ublog::aws:lb/listener:Listener::https",
    inputs: {},
    state: { region, loadBalancerArn: balancer.id, port: 443, defaultActions: [] },
  });
  const call = (name: string, input: object) =>
    answer({ world, region }, name, { cluster: "shop-cluster", ...input });
  call("ecs.UpdateService", { service: "shop-gunicorn", desiredCount: 1, forceNewDeployment: true });
  const health = () => {
    const { TargetHealthDescriptions } = call("elbv2.DescribeTargetHealth", {
      TargetGroupArn: targetGroup.id,
    }) as { TargetHealthDescriptions: { TargetHealth: object }[] };
    return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth);
  };
  const service = () => {
    const { services } = call("ecs.DescribeServices", { services: ["shop-gunicorn"] }) as {
      services: {
        loadBalancers: object[];
        deployments: { rolloutState: string }[];
        events: { message: string }[];
      }[];
    };
    return services[0];
  };
  return { world, targetGroup, health, service };
}

test("tasks that the load balancer may connect to become healthy", () => {
  const { world, health, service } = released(8000);
  world.advance(120_000);
  expect(health()).toEqual([{ State: "healthy" }]);
  expect(service()?.deployments.map(({ rolloutState }) => rolloutState)).toEqual(["COMPLETED"]);
});

test("tasks behind a closed port answer no health check, and the deployment fails", () => {
  const { world, targetGroup, health, service } = released(9000);
  world.advance(70_000);
  expect(health()).toEqual([
    { State: "unhealthy", Reason: "Target.Timeout", Description: "Request timed out" },
  ]);
  world.advance(900_000);
  const seen = service();
  expect(seen?.deployments[0]?.rolloutState).toBe("FAILED");
  expect(seen?.events.map(({ message }) => message)).toContain(
    `(service shop-gunicorn) (port 8000) is unhealthy in (target-group ${targetGroup.id}) due to (reason Request timed out).`,
  );
  expect(seen?.loadBalancers).toEqual([
    { targetGroupArn: targetGroup.id, containerName: "gunicorn", containerPort: 8000 },
  ]);
  expect(whatRuns(world, region).find(({ service: name }) => name.endsWith("gunicorn"))?.tasks).toEqual({});
});
