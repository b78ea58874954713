import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";
import { checkDjangoBaseArgs } from "../../src/index.ts";
import { record } from "../support/record.ts";
import { outputsOf, recordBase } from "../support/recordBase.ts";

const LISTENER = "aws:lb/listener:Listener";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TRIAL: DjangoBaseArgs = { trial: { app: "alpha" }, durability: "disposable" };

const recordTrial = (args: Partial<DjangoBaseArgs> = {}) =>
  record(() => outputsOf(new DjangoBase("base", { ...TRIAL, ...args })));

let warn: MockInstance<typeof pulumi.log.warn>;
beforeEach(() => {
  warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});
afterEach(() => warn.mockRestore());

test("one listener, which answers by HTTP with 404 until an app has rules in it", async () => {
  const recording = await recordTrial();
  expect(recording.of(LISTENER).map(({ name, inputs }) => ({ name, ...inputs }))).toEqual([
    {
      name: "base-alb-http",
      loadBalancerArn: recording.result.loadBalancerArn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
        },
      ],
    },
  ]);
  expect(recording.result.listenerArn).toBe("arn:aws:lb:us-east-1:111122223333:base-alb-http");
});

test("no certificate and no records; port 443 of the load balancer stays closed", async () => {
  const recording = await recordTrial();
  expect(recording.all.filter(({ type }) => /^aws:(acm|route53|sesv2)/.test(type))).toEqual([]);
  const open = recording.of(INGRESS).filter(({ inputs }) => inputs.securityGroupId === "sg-base-alb");
  expect(open.map(({ name, inputs }) => ({ name, ...inputs }))).toEqual([
    {
      name: "base-alb-http-0.0.0.0_0",
      securityGroupId: "sg-base-alb",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 80,
      toPort: 80,
      description: "HTTP, in a trial without a domain",
    },
  ]);
});

test("all else is as in a disposable base with a domain", async () => {
  const others = ({ all }: Awaited<ReturnType<typeof recordBase>>) =>
    all
      .map(({ type, name }) => `${type} ${name}`)
      .filter((line) => !/^aws:(acm|route53)|-alb-https|^pulumi-aws-django:index:DjangoBase /.test(line))
      .sort();
  expect(others(await recordTrial())).toEqual(others(await recordBase({ durability: "disposable" })));
});

test("the contract says how browsers reach the app, and where; the tag whose trial it is", async () => {
  const recording = await recordTrial();
  const { contract, domainName, loadBalancerDnsName } = recording.result;
  expect(contract).toMatchObject({
    version: 2,
    scheme: "http",
    domainName: "base-alb.us-east-1.elb.amazonaws.com",
    trial: { app: "alpha" },
    loadBalancer: { listenerArn: "arn:aws:lb:us-east-1:111122223333:base-alb-http" },
  });
  expect(contract).not.toHaveProperty("zoneId");
  expect(domainName).toBe(loadBalancerDnsName);
  const tagsOf = ({ of }: Awaited<ReturnType<typeof recordBase>>) =>
    of("aws:lb/loadBalancer:LoadBalancer").map(({ inputs }) => inputs.tags);
  expect(tagsOf(recording)).toEqual([{ "ublog:trial": "alpha" }]);
  expect(tagsOf(await recordBase())).toEqual([undefined]);
});

test("each preview and update says so, and only in a trial", async () => {
  await recordBase();
  expect(warn.mock.calls).toEqual([]);
  await recordTrial();
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    'trial: is set: the app "alpha" answers by HTTP on the load balancer\'s own name, and passwords and cookies cross the internet unencrypted. Keep nothing in it that matters. To end it, write domainName and zoneId in its place.',
  ]);
});

const REMEDY = "or write domainName and zoneId instead of trial.";
const DURABLE = `passwords and cookies cross the internet unencrypted, so nothing in it may be worth keeping. Write "disposable", ${REMEDY}`;
const APP =
  'Write the name of the one app stack that the trial is for, for example "alpha": at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit.';
const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1234";

const refused: [string, Partial<DjangoBaseArgs>, string[]][] = [
  [
    "that doesn't say how durable it is",
    { durability: undefined },
    [`durability: is missing, and the base is a trial: ${DURABLE}`],
  ],
  [
    "that is durable",
    { durability: "durable" },
    [`durability: is "durable", and the base is a trial: ${DURABLE}`],
  ],
  [
    "with a domain",
    { domainName: "example.com" },
    [
      "trial: is given together with domainName. A trial is a base without a domain: take trial out to have the domain, or that for a trial.",
    ],
  ],
  [
    "with a zone",
    { zoneId: "Z0123456789ABCDEFGHIJ" },
    [
      "trial: is given together with zoneId. A trial is a base without a domain: take trial out to have the domain, or that for a trial.",
    ],
  ],
  [
    "with a certificate",
    { certificateArn },
    [
      "trial: is given together with certificateArn. A trial is a base without a domain: take trial out to have the domain, or that for a trial.",
    ],
  ],
  [
    "with all of them",
    { domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ", certificateArn },
    [
      "trial: is given together with domainName, zoneId and certificateArn. A trial is a base without a domain: take trial out to have the domain, or these for a trial.",
    ],
  ],
  ["for nobody", { trial: {} as never }, [`trial.app: is missing. ${APP}`]],
  ["for a name that no app has", { trial: { app: "Alpha!" } }, [`trial.app: is "Alpha!". ${APP}`]],
  [
    "with TLS settings and mail",
    { loadBalancer: { sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }, mail: { enabled: true } },
    [
      `loadBalancer.sslPolicy: is for the HTTPS listener, which a trial hasn't. Take it out, ${REMEDY}`,
      `mail.enabled: needs a domain to send from, which a trial hasn't. Write false, ${REMEDY}`,
    ],
  ],
  [
    "whose parts are protected",
    {
      database: { deletionProtection: true },
      cache: { deletionProtection: true },
      loadBalancer: { deletionProtection: true },
      assets: { deletionProtection: true },
    },
    ["database", "cache", "loadBalancer", "assets"].map(
      (part) =>
        `${part}.deletionProtection: is true, and nothing in a trial may be worth keeping. Take it out, ${REMEDY}`,
    ),
  ],
];

describe("a trial is refused", () => {
  test.each(refused)("%s", (_, args, messages) => {
    const problems = checkDjangoBaseArgs({ ...TRIAL, ...args });
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(messages);
  });

  test("before anything is registered", async () => {
    const types: string[] = [];
    await record(() => {
      expect(() => new DjangoBase("base", { trial: { app: "alpha" } })).toThrow(
        "DjangoBase can't be made:\n  durability: is missing, and the base is a trial",
      );
    }).then(({ all }) => types.push(...all.map(({ type }) => type)));
    expect(types).toEqual([]);
  });
});

test("a snapshot, files at a name of one's own and a namespace are fine", () => {
  const assets = {
    cdn: { domainName: "files.example.org", certificateArn },
    corsOrigins: ["http://base-alb.us-east-1.elb.amazonaws.com"],
  };
  expect(
    checkDjangoBaseArgs({
      ...TRIAL,
      database: { finalSnapshot: true },
      serviceDiscovery: { enabled: true },
      assets,
    }),
  ).toEqual([]);
});
