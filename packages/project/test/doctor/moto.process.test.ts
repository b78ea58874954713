import { CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Moto, startMoto } from "../../../app-update/test/support/moto.ts";
import type { Ask } from "../../src/doctor/aws/operations.ts";
import { examine } from "../../src/doctor/examine.ts";
import { findFacts } from "../../src/doctor/facts.ts";
import type { Port } from "../../src/doctor/port.ts";
import { QUESTIONS } from "../../src/doctor/questions.ts";
import { findingsOf } from "../../src/doctor/report.ts";
import { folderOf, healthyWorld, portOf, type World, ZONE } from "./support/world.ts";

/*
 * The shapes of the calls that moto knows, through the real SDK. What it doesn't know (quotas other than those of VPCs, the simulation of
 * rights, the account of SES, the attributes of RDS) is in the other tests alone, with answers in the shape of the SDK's types.
 */

let moto: Moto;
/** The zone of the stack file, as moto calls it: its names of zones are none of AWS's. */
let zone = "";
const route53 = () => new Route53Client({});

beforeAll(async () => {
  moto = await startMoto();
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  vi.stubEnv("AWS_ENDPOINT_URL", moto.url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  zone = await makeZone("shop.io");
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  return moto?.stop();
});

async function makeZone(Name: string, PrivateZone = false): Promise<string> {
  const VPC = PrivateZone ? { VPC: { VPCRegion: "us-east-1" as const, VPCId: "vpc-12345678" } } : {};
  const { HostedZone } = await route53().send(
    new CreateHostedZoneCommand({
      Name,
      CallerReference: `${Name} ${PrivateZone}`,
      HostedZoneConfig: { PrivateZone },
      ...VPC,
    }),
  );
  return HostedZone?.Id ?? "";
}

/** What the doctor finds, with moto as AWS, and everything else as in a world in memory. */
async function found(ids: readonly string[], change: (world: World) => void = () => {}): Promise<string[]> {
  const { processPort } = await import("../../src/doctor/surroundings.ts");
  const world = healthyWorld();
  change(world);
  const { signal } = new AbortController();
  const { connect, timeAt, now, env } = processPort(signal);
  const port: Port = {
    ...portOf(world, folderOf(world)),
    timeAt,
    now,
    env,
    connect: (settings) => named(connect(settings)),
  };
  const asked = QUESTIONS.filter(({ id }) => ids.includes(id));
  const findings = findingsOf(await examine(asked, findFacts(port, world.wish, signal)));
  return findings.map(({ question, status, found }) => `${status} ${question}: ${found}`);
}

/** Calls the zone of the stack file what moto calls it. */
function named(ask: Ask): Ask {
  const meant = (value: unknown) => (value === ZONE ? zone.replace("/hostedzone/", "") : value);
  return (operation, input) => {
    const entries = Object.entries(input as object).map(([name, value]) => [name, meant(value)]);
    return ask(operation, Object.fromEntries(entries));
  };
}

test("all that moto knows, of an account that is new", async () => {
  expect(
    await found([
      "network",
      "account",
      "region",
      "service-roles",
      "vpcs",
      "load-balancer",
      "zone",
      "host-names",
      "images",
    ]),
  ).toEqual([
    "ok network: AWS answers, and the clocks agree",
    "ok account: 123456789012, us-east-1, as user/moto",
    "ok region: us-east-1 is turned on",
    "warning service-roles: The account has no service-linked role of ecs.amazonaws.com yet.",
    "ok vpcs: 1 of 5 VPCs in use, 1 needed",
    "ok load-balancer: 0 of 20 load balancers in use, 1 needed",
    "ok load-balancer: 0 of 3000 target groups in use, 2 needed",
    "ok load-balancer: 0 of 100 listener rules in use, 2 needed",
    "ok zone: Z0ABCDEFGHIJKLMNOPQR is that of shop.io",
    "ok host-names: alpha.shop.io is free",
    "problem images: There is no image repository ublog-backend in account 123456789012.",
    "problem images: There is no image repository ublog-frontend in account 123456789012.",
  ]);
});

test("what moto doesn't know isn't asked, and keeps nothing else from being asked", async () => {
  expect(await found(["vcpu", "addresses", "databases", "rights", "mail", "vpcs"])).toEqual([
    "not asked rights: what answers isn't AWS",
    "not asked vcpu: Service Quotas doesn't know L-3032A538 here",
    "not asked addresses: Service Quotas doesn't know L-0263D0A3 here",
    "ok vpcs: 1 of 5 VPCs in use, 1 needed",
    "not asked databases: what answers isn't AWS",
    "not asked mail: what answers isn't AWS",
  ]);
});

test("a region that is turned off", async () => {
  const elsewhere = (world: World) => {
    for (const file of ["Pulumi.base.yaml", "Pulumi.alpha.yaml"])
      world.files[file] = world.files[file]?.replace("us-east-1", "eu-south-2");
  };
  expect(await found(["region"], elsewhere)).toEqual([
    "problem region: The region eu-south-2 is turned off for this account.",
  ]);
});

test("no VPC left", async () => {
  const ec2 = new EC2Client({});
  for (const third of [1, 2, 3, 4]) await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${third}.0.0/16` }));
  expect(await found(["vpcs"])).toEqual(["problem vpcs: 5 of 5 VPCs are in use, and the base needs 1."]);
});

test("service-linked roles, once they are made", async () => {
  const iam = new IAMClient({});
  const make = (RoleName: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{}" }));
  await make("AWSServiceRoleForECS");
  expect(await found(["service-roles"])).toEqual([
    "ok service-roles: AWS makes those of elasticloadbalancing.amazonaws.com, rds.amazonaws.com, elasticache.amazonaws.com at their first use",
  ]);
  for (const name of ["ElasticLoadBalancing", "RDS", "ElastiCache"]) await make(`AWSServiceRoleFor${name}`);
  expect(await found(["service-roles"])).toEqual(["ok service-roles: all 4 are there"]);
});

test("a zone that doesn't exist, a private one, and that of another domain", async () => {
  const shop = zone;
  const told: string[] = [];
  for (const id of ["Z0NONE", await makeZone("shop.io", true), await makeZone("other.io")]) {
    zone = id;
    told.push(...(await found(["zone"])));
  }
  zone = shop;
  expect(told).toEqual([
    `problem zone: This account has no zone ${ZONE}.`,
    `problem zone: The zone ${ZONE} (shop.io) is private.`,
    `problem zone: The zone ${ZONE} is that of other.io, and the domain is shop.io.`,
  ]);
});

test("a record that is in the way", async () => {
  const record = (Name: string, Type: "CNAME" | "TXT", Value: string) => ({
    Action: "CREATE" as const,
    ResourceRecordSet: { Name, Type, TTL: 60, ResourceRecords: [{ Value }] },
  });
  await route53().send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone,
      ChangeBatch: {
        Changes: [
          record("alpha.shop.io", "CNAME", "ada.github.io"),
          record("aaa.shop.io", "TXT", '"before"'),
          record("beta.shop.io", "CNAME", "after.github.io"),
        ],
      },
    }),
  );
  expect(await found(["host-names"])).toEqual([
    "problem host-names: alpha.shop.io has a record already: CNAME (ada.github.io).",
  ]);
});

test("images: movable tags, a version that isn't there, and one that is", async () => {
  const ecr = new ECRClient({});
  for (const [repositoryName, imageTagMutability] of [
    ["ublog-backend", "IMMUTABLE"],
    ["ublog-frontend", "MUTABLE"],
  ] as const)
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
  const platform = { architecture: "arm64", os: "linux" };
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [{ mediaType: "m", size: 1, digest: `sha256:${"1".repeat(64)}`, platform }],
  });
  await ecr.send(new PutImageCommand({ repositoryName: "ublog-backend", imageTag: "v1", imageManifest }));
  expect(await found(["images"])).toEqual([
    "problem images: The image v1 of ublog-backend is built for arm64, and its tasks run on amd64.",
    "warning images: Tags of the repository ublog-frontend can be moved.",
    "problem images: The repository ublog-frontend has no image v1.",
  ]);
});
