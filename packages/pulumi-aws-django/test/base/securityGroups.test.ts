import { describe, expect, test } from "vitest";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { EVERYTHING, recordBase } from "../support/recordBase.ts";

/** All rules as lines: `who → whom port`. An address is who comes in or where it goes. */
async function connections(args: Partial<DjangoBaseArgs> = {}): Promise<string[]> {
  const recording = await recordBase(args);
  const rule = (direction: "Ingress" | "Egress") =>
    recording
      .of(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`)
      .map(({ inputs: i }) => {
        const group = String(i.securityGroupId).replace("sg-base-", "");
        const other = String(i.referencedSecurityGroupId ?? i.cidrIpv4 ?? i.cidrIpv6).replace("sg-base-", "");
        const ports = i.fromPort === i.toPort ? i.fromPort : `${i.fromPort}-${i.toPort}`;
        const pair = direction === "Ingress" ? `${other} → ${group}` : `${group} → ${other}`;
        return `${direction === "Ingress" ? "in" : "out"} ${pair} ${i.ipProtocol} ${ports}`;
      });
  return [...rule("Ingress"), ...rule("Egress")].sort();
}

test("each port is open to just the group that needs it", async () => {
  expect(await connections()).toEqual([
    "in 0.0.0.0/0 → alb tcp 443",
    "in 0.0.0.0/0 → alb tcp 80",
    "in alb → tasks tcp 3000",
    "in alb → tasks tcp 8000",
    "in tasks → cache tcp 6379",
    "in tasks → database tcp 5432",
    "out alb → tasks tcp 3000",
    "out alb → tasks tcp 8000",
    "out tasks → 0.0.0.0/0 tcp 443",
    "out tasks → cache tcp 6379",
    "out tasks → database tcp 5432",
  ]);
});

describe("settings that open or close something", () => {
  const usual = connections();
  const cases: [string, Partial<DjangoBaseArgs>, { added: string[]; removed?: string[] }][] = [
    [
      "allowed addresses replace everyone",
      { network: { ipv6: true }, loadBalancer: { allowedCidrs: ["203.0.113.0/24", "2001:db8::/32"] } },
      {
        added: [
          "in 2001:db8::/32 → alb tcp 443",
          "in 2001:db8::/32 → alb tcp 80",
          "in 203.0.113.0/24 → alb tcp 443",
          "in 203.0.113.0/24 → alb tcp 80",
          "out tasks → ::/0 tcp 443",
        ],
        removed: ["in 0.0.0.0/0 → alb tcp 443", "in 0.0.0.0/0 → alb tcp 80"],
      },
    ],
    [
      "IPv6 lets everyone in by it too",
      { network: { ipv6: true } },
      { added: ["in ::/0 → alb tcp 443", "in ::/0 → alb tcp 80", "out tasks → ::/0 tcp 443"] },
    ],
    [
      "target ports",
      { loadBalancer: { targetPorts: [8000] } },
      { added: [], removed: ["in alb → tasks tcp 3000", "out alb → tasks tcp 3000"] },
    ],
    ["mail", { mail: { enabled: true } }, { added: ["out tasks → 0.0.0.0/0 tcp 587"] }],
    [
      "service discovery",
      { serviceDiscovery: { enabled: true } },
      {
        added: [
          "in tasks → tasks tcp 3000",
          "in tasks → tasks tcp 8000",
          "out tasks → tasks tcp 3000",
          "out tasks → tasks tcp 8000",
        ],
      },
    ],
    [
      "a way out for tasks",
      {
        network: {
          taskEgress: [
            { description: "SMTP of example.org", port: 465, cidrs: ["203.0.113.7/32", "2001:db8::/32"] },
          ],
        },
      },
      { added: ["out tasks → 2001:db8::/32 tcp 465", "out tasks → 203.0.113.7/32 tcp 465"] },
    ],
  ];
  test.each(cases)("%s", async (_, args, { added, removed = [] }) => {
    const before = await usual;
    const after = await connections(args);
    expect(after.filter((line) => !before.includes(line))).toEqual(added);
    expect(before.filter((line) => !after.includes(line))).toEqual(removed);
  });
});

test("groups have no rules of their own, and every rule says what it is for", async () => {
  const recording = await recordBase(EVERYTHING);
  for (const { inputs } of recording.of("aws:ec2/securityGroup:SecurityGroup")) {
    expect(Object.keys(inputs).sort()).toEqual(["description", "vpcId"]);
  }
  const rules = recording.all.filter(({ type }) => type.startsWith("aws:vpc/securityGroup"));
  expect(rules.length).toBeGreaterThan(20);
  for (const { inputs } of rules) expect(inputs.description).toMatch(/^[A-Za-z0-9 ,:/.]+$/);
});

test("the order of allowed addresses doesn't matter", async () => {
  const names = async (allowedCidrs: string[]) =>
    (await recordBase({ loadBalancer: { allowedCidrs } }))
      .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ name, inputs }) => `${name} ${inputs.cidrIpv4}`)
      .sort();
  expect(await names(["203.0.113.0/24", "198.51.100.0/24"])).toEqual(
    await names(["198.51.100.0/24", "203.0.113.0/24"]),
  );
});
