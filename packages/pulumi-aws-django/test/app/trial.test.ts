import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { type BaseContract, checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import {
  containerOf,
  LISTENER_RULE,
  plainOf,
  RECORD,
  recordApp,
  SERVICE,
  TARGET_GROUP,
} from "./support/recordApp.ts";

const ALB = "base-alb-1234567890.us-east-1.elb.amazonaws.com";
const { zoneId: _, ...others } = baseContract;
const base: BaseContract = {
  ...others,
  scheme: "http",
  domainName: ALB,
  trial: { app: "alpha" },
  loadBalancer: { ...baseContract.loadBalancer, dnsName: ALB },
};

let warn: MockInstance<typeof pulumi.log.warn>;
beforeEach(() => {
  warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});
afterEach(() => warn.mockRestore());

test("the app answers by HTTP on the load balancer's own name, without records", async () => {
  const recording = await recordApp({ base, frontend: { enabled: true } });
  expect(recording.result.url).toBe(`http://${ALB}`);
  expect(recording.of(RECORD)).toEqual([]);
  const host = { hostHeader: { values: [ALB] } };
  const listenerArn = base.loadBalancer.listenerArn;
  expect(recording.one(LISTENER_RULE, "alpha-gunicorn-58").inputs).toMatchObject({
    listenerArn,
    conditions: [host, { pathPattern: { values: ["/admin/*", "/api/*", "/graphql/*"] } }],
  });
  expect(recording.one(LISTENER_RULE, "alpha-web-ui-97").inputs).toMatchObject({
    listenerArn,
    conditions: [host, { pathPattern: { values: ["/*"] } }],
  });
  expect(recording.result.deployTargets).toMatchObject({ url: `http://${ALB}`, trial: true });
});

test("its containers know it, and only what depends on the address differs", async () => {
  const [trial, domain] = [
    await recordApp({ base, frontend: { enabled: true } }),
    await recordApp({ frontend: { enabled: true } }),
  ];
  const differing = (process: string) => {
    const before = plainOf(containerOf(domain, process));
    return Object.fromEntries(
      Object.entries(plainOf(containerOf(trial, process))).filter(([name, value]) => before[name] !== value),
    );
  };
  expect(differing("gunicorn")).toEqual({
    DOMAIN_NAME: ALB,
    FRONTEND_URL: `http://${ALB}`,
    DJANGO_ALLOWED_HOSTS: ALB,
  });
  expect(differing("web-ui")).toEqual({ NUXT_PUBLIC_API_BASE: `http://${ALB}` });
  const made = ({ all }: typeof trial) =>
    all.map(({ type, name }) => `${type} ${name}`).filter((line) => !line.startsWith(RECORD));
  expect(made(trial).sort()).toEqual(made(domain).sort());
});

test("its cluster is tagged, and only in a trial", async () => {
  const tagsOf = async (args: Partial<DjangoAppArgs>) =>
    (await recordApp(args)).one("aws:ecs/cluster:Cluster").inputs.tags;
  expect(await tagsOf({ base })).toEqual({ "ublog:trial": "alpha" });
  expect(await tagsOf({})).toBeUndefined();
  expect((await recordApp()).result.deployTargets).not.toHaveProperty("trial");
});

test("each preview and update says so, and only in a trial", async () => {
  await recordApp();
  expect(warn.mock.calls).toEqual([]);
  await recordApp({ base });
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    `base: is a trial: the app answers at http://${ALB}, and passwords and cookies cross the internet unencrypted. Keep nothing in it that matters. To end it, give the base a domain: domainName and zoneId instead of trial.`,
  ]);
});

const DOMAIN = "or give the base a domain: domainName and zoneId instead of trial.";

describe("refused on a trial", () => {
  const refused: [string, string, Partial<DjangoAppArgs>, string[]][] = [
    [
      "another app",
      "beta",
      {},
      [
        `environmentName: is "beta". The base is a trial for "alpha" alone, which has the load balancer's own name. Bring up "alpha"; or write "beta" as \`trial.app\` of the base and bring that up; ${DOMAIN}`,
      ],
    ],
    [
      "names, a certificate, records and mail",
      "alpha",
      {
        hostName: "alpha.example.com",
        redirectedHostNames: ["www.example.com"],
        certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/1234",
        dns: true,
        mail: { enabled: true },
      },
      [
        ...["hostName", "redirectedHostNames", "certificateArn"].map(
          (setting) =>
            `${setting}: is set, and the base is a trial, whose app answers by HTTP on the load balancer's own name only. Take it out, ${DOMAIN}`,
        ),
        `dns: is true, and the base is a trial, without a domain to make records in. Write false, ${DOMAIN}`,
        `mail.enabled: is true, and the base is a trial, without a domain to send from. Write false, ${DOMAIN}`,
      ],
    ],
  ];
  test.each(refused)("%s", (_, name, args, messages) => {
    const problems = checkDjangoAppArgs(name, { base, ...args });
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(messages);
  });

  test("the name that people call it counts, and what is off is fine", () => {
    const args = { base, environmentName: "alpha", dns: false, mail: { enabled: false } };
    expect(checkDjangoAppArgs("ublog-alpha", args)).toEqual([]);
  });
});

describe("a base that is an output, as other languages pass it", () => {
  const output = pulumi.output(base) as unknown as pulumi.Output<BaseContract>;

  test("makes the same app, with `dns` off", async () => {
    const [plain, late] = [await recordApp({ base }), await recordApp({ base: output, dns: false })];
    for (const type of [LISTENER_RULE, TARGET_GROUP, SERVICE, "aws:ecs/cluster:Cluster"]) {
      expect(late.of(type).map(({ inputs }) => inputs)).toEqual(plain.of(type).map(({ inputs }) => inputs));
    }
    expect(late.result.url).toBe(`http://${ALB}`);
  });
});
