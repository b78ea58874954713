import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Ask, InputOf, OutputOf, ReadName } from "../../../src/doctor/aws/operations.ts";
import { type Caa, DnsFailure } from "../../../src/doctor/dns.ts";
import { examine } from "../../../src/doctor/examine.ts";
import { type Facts, findFacts, type Wish } from "../../../src/doctor/facts.ts";
import type { Finding } from "../../../src/doctor/finding.ts";
import type { Port, Ran } from "../../../src/doctor/port.ts";
import { QUESTIONS } from "../../../src/doctor/questions.ts";

export const ACCOUNT = "111122223333";
export const ZONE = "Z0ABCDEFGHIJKLMNOPQR";
export const NOW = Date.parse("2026-11-30T08:00:00Z");

/** What AWS answers, by operation: a function, which may throw. */
export type Answers = { [Name in ReadName]: (input: InputOf<Name>) => Partial<OutputOf<Name>> };

/** A world in memory in which nothing is wrong; tests plant what is. */
export interface World {
  answers: Answers;
  /** By name. */
  ns: Record<string, string[] | "SERVFAIL">;
  caa: Record<string, Caa[]>;
  /** What programs print, by command line; a program that has none isn't there. */
  programs: Record<string, Partial<Ran>>;
  env: NodeJS.ProcessEnv;
  /** Files of the project, by path. */
  files: Record<string, string | undefined>;
  /** What the configs of images say that they are built for. */
  builtFor: string;
  /** The time at AWS. */
  there: number | Error;
  wish: Wish;
}

/** An error as the SDK throws it. */
export const awsError = (name: string, message = "", $metadata: object = {}): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata });

const nothing = () => ({});

export function healthyWorld(): World {
  return {
    answers: {
      "sts.GetCallerIdentity": () => ({
        Account: ACCOUNT,
        Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/ada`,
      }),
      "ec2.DescribeRegions": () => ({
        Regions: [
          { RegionName: "us-east-1", OptInStatus: "opt-in-not-required" },
          { RegionName: "eu-south-1", OptInStatus: "not-opted-in" },
        ],
      }),
      "ec2.DescribeAddresses": () => ({ Addresses: [{ PublicIp: "203.0.113.7" }] }),
      "ec2.DescribeVpcs": () => ({ Vpcs: [{ VpcId: "vpc-1" }] }),
      "quotas.GetServiceQuota": ({ ServiceCode }) => ({
        Quota: { Value: ServiceCode === "fargate" ? 4000 : 5 },
      }),
      "ecs.ListClusters": () => ({ clusterArns: [] }),
      "ecs.ListTasks": () => ({ taskArns: [] }),
      "ecs.DescribeTasks": () => ({ tasks: [] }),
      "elbv2.DescribeAccountLimits": () => ({
        Limits: [
          { Name: "application-load-balancers", Max: "50" },
          { Name: "target-groups", Max: "3000" },
          { Name: "rules-per-application-load-balancer", Max: "100" },
        ],
      }),
      "elbv2.DescribeLoadBalancers": () => ({ LoadBalancers: [] }),
      "elbv2.DescribeTargetGroups": () => ({ TargetGroups: [] }),
      "elbv2.DescribeRules": () => ({ Rules: [] }),
      "rds.DescribeAccountAttributes": () => ({
        AccountQuotas: [{ AccountQuotaName: "DBInstances", Used: 0, Max: 40 }],
      }),
      "route53.GetHostedZone": () => ({
        HostedZone: { Id: `/hostedzone/${ZONE}`, Name: "shop.io.", CallerReference: "1" },
        DelegationSet: { NameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"] },
      }),
      "route53.ListResourceRecordSets": () => ({ ResourceRecordSets: [] }),
      "iam.GetRole": nothing,
      "iam.SimulatePrincipalPolicy": ({ ActionNames = [] }) => ({
        EvaluationResults: ActionNames.map((EvalActionName) => ({ EvalActionName, EvalDecision: "allowed" })),
      }),
      "ses.GetAccount": () => ({
        ProductionAccessEnabled: true,
        SendingEnabled: true,
        EnforcementStatus: "HEALTHY",
      }),
      "ses.GetEmailIdentity": () => ({
        VerifiedForSendingStatus: true,
        DkimAttributes: { Status: "SUCCESS" },
      }),
      "ssm.GetParameter": () => {
        throw awsError("ParameterNotFound");
      },
      "ecr.DescribeRepositories": () => ({ repositories: [{ imageTagMutability: "IMMUTABLE" }] }),
      "ecr.DescribeImages": () => ({ imageDetails: [{ imageDigest: "sha256:1" }] }),
      "ecr.BatchGetImage": () => ({
        images: [{ imageManifest: JSON.stringify({ config: { digest: "sha256:2" } }) }],
      }),
      "ecr.GetDownloadUrlForLayer": () => ({ downloadUrl: "https://layers/2" }),
    },
    ns: { "shop.io": ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"] },
    caa: {},
    programs: {
      "node --version": { stdout: "v24.21.0\n" },
      "pulumi version": { stdout: "v3.265.0\n" },
      "pulumi whoami --json --non-interactive": {
        stdout: '{"user": "ada", "url": "https://app.pulumi.com/ada"}',
      },
      "pulumi plugin ls --json": {
        stdout: JSON.stringify([
          { name: "aws", version: "7.48.0" },
          { name: "awsx", version: "3.9.0" },
          { name: "random", version: "4.21.2" },
        ]),
      },
      [OUTPUT]: { code: 255, stderr: "error: no stack named 'base' found\n" },
      "git --version": { stdout: "git version 2.52.0\n" },
      "docker version --format {{.Server.Version}}": { stdout: "29.1.0\n" },
      "docker buildx version": { stdout: "github.com/docker/buildx v0.30.1 9e66234\n" },
      "session-manager-plugin --version": { stdout: "1.2.764.0\n" },
    },
    env: {},
    files: {
      "Pulumi.yaml": "name: ublog\n",
      "Pulumi.base.yaml": BASE,
      "Pulumi.alpha.yaml": ALPHA,
      "pnpm-workspace.yaml":
        'catalog:\n  "@pulumi/aws": 7.48.0\n  "@pulumi/awsx": 3.9.0\n  "@pulumi/random": 4.21.2\n',
      ...installed("aws", "7.48.0"),
      ...installed("awsx", "3.9.0"),
      ...installed("random", "4.21.2"),
    },
    there: NOW,
    builtFor: "amd64",
    wish: { version: "v1" },
  };
}

/** How the doctor asks for the outputs of the base. */
export const OUTPUT = "pulumi stack output --json --stack base --cwd <project> --non-interactive";

export const BASE = `config:
  aws:region: us-east-1
  ublog:program: base
  ublog:domainName: shop.io
  ublog:zoneId: ${ZONE}
  ublog:mail: { enabled: true }
`;

export const ALPHA = `config:
  aws:region: us-east-1
  ublog:program: app
  ublog:base: base
  ublog:frontend: { enabled: true }
  ublog:secretValues:
    TOKEN: { secure: v1:abc }
`;

const installed = (name: string, version: string): Record<string, string> => ({
  [`stacks/node_modules/@pulumi/${name}/package.json`]: JSON.stringify({ version }),
});

/** A folder with the files of a world, for the time of the test. */
export function folderOf(world: World): string {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(world.files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

export function factsOf(world: World): Facts {
  return findFacts(portOf(world, folderOf(world)), world.wish, new AbortController().signal);
}

export function portOf(world: World, folder: string): Port {
  const ask: Ask = async (operation, input) => (await world.answers[operation](input as never)) as never;
  return {
    connect: () => ask,
    dns: {
      ns: async (name) => {
        const servers = world.ns[name] ?? [];
        if (servers === "SERVFAIL") throw new DnsFailure("SERVFAIL");
        return servers;
      },
      caa: async (name) => world.caa[name] ?? [],
    },
    run: async (program, args) => {
      const line = [program, ...args].join(" ").replaceAll(folder, "<project>");
      const isThere = Object.keys(world.programs).some((known) => known.startsWith(`${program} `));
      if (!isThere) return undefined;
      return { code: 0, stdout: "", stderr: "", ...(world.programs[line] ?? { code: 127 }) };
    },
    download: async () => ({ architecture: world.builtFor, os: "linux" }),
    timeAt: async () => {
      if (world.there instanceof Error) throw world.there;
      return world.there;
    },
    now: () => NOW,
    env: world.env,
    folder,
  };
}

/** What a question finds in a world. */
export async function findingsIn(world: World, id: string): Promise<readonly Finding[]> {
  const question = QUESTIONS.filter((one) => one.id === id);
  const [answer] = await examine(question, factsOf(world));
  return answer?.findings ?? [];
}
