import { deployTargetsJson } from "pulumi-aws-django/deploy-targets";
import { expect, test } from "vitest";
import { deployTargetsOf } from "../../../aws-model/test/support/deployTargets.ts";
import { examine } from "../../src/doctor/examine.ts";
import { QUESTIONS } from "../../src/doctor/questions.ts";
import { findingsOf } from "../../src/doctor/report.ts";
import { baseUp } from "./support/faults.ts";
import { ACCOUNT, factsOf, healthyWorld, type World } from "./support/world.ts";

/** All that is found, a line each. */
async function foundIn(world: World): Promise<string[]> {
  const findings = findingsOf(await examine(QUESTIONS, factsOf(world)));
  return findings.map(({ question, status, found }) => `${status} ${question}: ${found}`);
}

test("before the first up, where nothing is wrong, every question is asked and fine", async () => {
  expect(await foundIn(healthyWorld())).toEqual([
    "ok node: Node.js 24.21.0",
    "ok pulumi: Pulumi 3.265.0, logged in to https://app.pulumi.com/ada as ada",
    "ok plugins: aws 7.48.0, awsx 3.9.0, random 4.21.2",
    "ok git: git 2.52.0",
    "ok docker: Docker 29.1.0, buildx 0.30.1",
    "ok exec-plugin: session-manager-plugin 1.2.764.0",
    "ok stack-files: Pulumi.base.yaml, Pulumi.alpha.yaml",
    "ok network: AWS answers, and the clocks agree",
    "ok account: 111122223333, us-east-1, as assumed-role/Admin/ada",
    "ok region: us-east-1 is turned on",
    "not asked base-account: no base is up yet",
    "ok rights: all of 18 actions that `up` begins with",
    "ok service-roles: all 4 are there",
    "ok vcpu: Fargate On-Demand: 3 of 4000 vCPU needed",
    "ok addresses: 1 of 5 Elastic IP addresses in use, 1 needed",
    "ok vpcs: 1 of 5 VPCs in use, 1 needed",
    "ok load-balancer: 0 of 50 load balancers in use, 1 needed",
    "ok load-balancer: 0 of 3000 target groups in use, 2 needed",
    "ok load-balancer: 0 of 100 listener rules in use, 2 needed",
    "ok databases: 0 of 40 RDS instances in use, 1 needed",
    "ok zone: Z0ABCDEFGHIJKLMNOPQR is that of shop.io",
    "ok delegation: shop.io leads to the zone",
    "ok caa: nobody is kept from issuing certificates",
    "ok host-names: alpha.shop.io is free",
    "ok mail: shop.io may send mail",
    "ok images: ublog-backend has v1, for amd64",
    "ok images: ublog-frontend has v1, for amd64",
  ]);
});

test("once everything is up, quotas that are used up by it are no trouble", async () => {
  const world = healthyWorld();
  world.wish = {};
  baseUp(world);
  bringUp(world);
  world.answers["ec2.DescribeAddresses"] = () => ({
    Addresses: Array(5).fill({}),
  });
  world.answers["ec2.DescribeVpcs"] = () => ({ Vpcs: Array(5).fill({}) });
  world.answers["elbv2.DescribeTargetGroups"] = () => ({ TargetGroups: Array(3000).fill({}) });
  world.answers["rds.DescribeAccountAttributes"] = () => ({
    AccountQuotas: [{ AccountQuotaName: "DBInstances", Used: 40, Max: 40 }],
  });
  expect((await foundIn(world)).slice(10)).toEqual([
    "ok base-account: base is in account 111122223333",
    "ok rights: all of 18 actions that `up` begins with",
    "ok service-roles: all 4 are there",
    "ok vcpu: Fargate On-Demand: 3 of 4000 vCPU needed",
    "ok addresses: 5 of 5 Elastic IP addresses in use, the base's among them",
    "ok vpcs: 5 of 5 VPCs in use, the base's among them",
    "ok load-balancer: 0 of 50 load balancers in use, the base's among them",
    "ok load-balancer: 3000 of 3000 target groups in use, 0 needed",
    "ok load-balancer: 0 of 100 listener rules in use, 0 needed",
    "ok databases: 40 of 40 RDS instances in use, the base's among them",
    "ok zone: Z0ABCDEFGHIJKLMNOPQR is that of shop.io",
    "ok delegation: shop.io leads to the zone",
    "ok caa: nobody is kept from issuing certificates",
    "ok host-names: the environments are up",
    "ok mail: shop.io may send mail",
    "ok images: shop is there",
    "ok images: ublog-frontend is there",
  ]);
});

/** An environment that is up, with the backend alone in a repository of another name. */
function bringUp(world: World): void {
  const task = {
    process: "gunicorn",
    family: "a",
    template: "t",
    container: "c",
    image: "backend",
    logGroup: "l",
    logStreamPrefix: "p",
  };
  const Value = deployTargetsJson({
    ...deployTargetsOf("ublog-alpha"),
    environment: "alpha",
    images: { backend: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/shop` },
    update: { ...task, process: "update" },
    services: [{ ...task, service: "s", wave: 1, firstCount: 1 }],
    scheduled: [],
  });
  world.answers["ssm.GetParameter"] = () => ({ Parameter: { Value } });
}

test("a domain in the zone above it, with a policy above it that lets Amazon issue certificates", async () => {
  const world = healthyWorld();
  world.files["Pulumi.base.yaml"] = world.files["Pulumi.base.yaml"]?.replace("shop.io", "eu.shop.io");
  world.caa["shop.io"] = [{ issue: "letsencrypt.org" }, { issue: "Amazon.com; cansignhttpexchanges=yes" }];
  const found = await foundIn(world);
  expect(found.filter((line) => /^\S+ (zone|delegation|caa|host-names)/.test(line))).toEqual([
    "ok zone: Z0ABCDEFGHIJKLMNOPQR is that of shop.io, and eu.shop.io is in it",
    "ok delegation: shop.io leads to the zone",
    "ok caa: shop.io lets Amazon issue certificates",
    "ok host-names: alpha.eu.shop.io is free",
  ]);
});

test("a network of one's own, no NAT, a certificate of one's own, no mail: what isn't needed isn't asked", async () => {
  const world = healthyWorld();
  world.wish = {};
  world.files["Pulumi.base.yaml"] = `config:
  aws:region: us-east-1
  ublog:program: base
  ublog:domainName: shop.io
  ublog:certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012
  ublog:network: { nat: none }
`;
  expect((await foundIn(world)).filter((line) => line.startsWith("not asked"))).toEqual([
    "not asked base-account: no base is up yet",
    "not asked addresses: the base has no NAT gateway",
    "not asked zone: the base brings its own certificate",
    "not asked delegation: the base brings its own certificate",
    "not asked caa: the base brings its own certificate",
    "not asked host-names: the base brings its own certificate",
    "not asked mail: the base sends no mail",
    "not asked images: no environment is up, and --version names none",
  ]);
});

test("a trial has no domain that could be asked about", async () => {
  const world = healthyWorld();
  world.files["Pulumi.base.yaml"] = `config:
  aws:region: us-east-1
  ublog:program: base
  ublog:trial: { app: alpha }
  ublog:durability: disposable
`;
  expect(
    (await foundIn(world)).filter((line) => line.startsWith("not asked") || /stack-files/.test(line)),
  ).toEqual([
    "ok stack-files: Pulumi.base.yaml, Pulumi.alpha.yaml",
    "not asked base-account: no base is up yet",
    "not asked zone: the base is a trial without a domain",
    "not asked delegation: the base is a trial without a domain",
    "not asked caa: the base is a trial without a domain",
    "not asked host-names: the base is a trial without a domain",
    "not asked mail: the base sends no mail",
  ]);
});
