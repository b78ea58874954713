import type { Value } from "../world/world.ts";

type Condition = (old: Value | undefined, after: Value | undefined) => boolean;

/** A rule of a security group keeps its id while its peer stays of the same kind. */
const comesOrGoes: Condition = (old, after) => (old === undefined) !== (after === undefined);

const peer = {
  cidrIpv4: comesOrGoes,
  cidrIpv6: comesOrGoes,
  prefixListId: comesOrGoes,
  referencedSecurityGroupId: comesOrGoes,
};

/** For the properties that replace only on some changes: on which. */
const conditions: Record<string, Record<string, Condition>> = {
  "aws:ec2/instance:Instance": { enablePrimaryIpv6: (old) => old === true },
  "aws:ec2/networkInterface:NetworkInterface": { enablePrimaryIpv6: (old) => old === true },
  "aws:ec2/vpc:Vpc": { instanceTenancy: (old, after) => !(old === "dedicated" && after === "default") },
  "aws:elasticache/cluster:Cluster": { engineVersion: isDowngrade },
  "aws:route53/resolverRule:ResolverRule": { resolverEndpointId: (_old, after) => after === undefined },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": peer,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": peer,
};

/** Whether this change of a property that replaces only on some changes does. */
export function replacesIf(
  type: string,
  path: string,
  old: Value | undefined,
  after: Value | undefined,
): boolean {
  const condition = conditions[type]?.[path];
  return condition ? condition(old, after) : true;
}

function isDowngrade(old: Value | undefined, after: Value | undefined): boolean {
  const parts = (version: Value | undefined) => String(version).split(".").map(Number);
  const [before, next] = [parts(old), parts(after)];
  for (let i = 0; i < Math.min(before.length, next.length); i++) {
    const [a, b] = [before[i] ?? 0, next[i] ?? 0];
    if (a !== b) return b < a;
  }
  return false;
}
