import type { Properties, Value } from "../world/world.ts";

/** A change of one property, and what it depends on. */
export interface PropertyChange {
  old: Value | undefined;
  after: Value | undefined;
  /** The inputs as they are to be. */
  inputs: Properties;
  /** The resource as it is. */
  state: Properties;
}

type Condition = (change: PropertyChange) => boolean;

/** A rule of a security group keeps its id while its peer stays of the same kind. */
const comesOrGoes: Condition = ({ old, after }) => (old === undefined) !== (after === undefined);

const peer = {
  cidrIpv4: comesOrGoes,
  cidrIpv6: comesOrGoes,
  prefixListId: comesOrGoes,
  referencedSecurityGroupId: comesOrGoes,
};

const isDowngrade: Condition = ({ old, after }) => older(String(after), String(old));

const userData: Condition = ({ inputs }) => inputs.userDataReplaceOnChange === true;

/** Properties that replace on some changes only, as the provider decides when it plans: on which. */
const conditions: Record<string, Record<string, Condition>> = {
  "aws:ec2/instance:Instance": {
    enablePrimaryIpv6: ({ old }) => old === true,
    userData,
    userDataBase64: userData,
  },
  "aws:ec2/networkInterface:NetworkInterface": { enablePrimaryIpv6: ({ old }) => old === true },
  // A subnet that gives out IPv6 addresses can't have another block.
  "aws:ec2/subnet:Subnet": { ipv6CidrBlock: ({ state }) => state.assignIpv6AddressOnCreation === true },
  "aws:ec2/vpc:Vpc": {
    instanceTenancy: ({ old, after }) => !(old === "dedicated" && after === "default"),
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    engine: ({ old, after }) => !(old === "redis" && after === "valkey"),
    engineVersion: isDowngrade,
    // Before Redis 7.0.5, encryption in transit is a decision for life.
    transitEncryptionEnabled: ({ state }) => older(String(state.engineVersionActual), "7.0.5"),
  },
  "aws:ssm/parameter:Parameter": {
    tier: ({ old, after }) => old === "Advanced" && after === "Standard",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": peer,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": peer,
};

/** Whether a change of this property replaces, where that depends on the change; undefined where it doesn't. */
export const replacesIf = (type: string, property: string, change: PropertyChange): boolean | undefined =>
  conditions[type]?.[property]?.(change);

/** True if version `a` comes before version `b`, as far as both are given. */
function older(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")].map((parts) => parts.map(Number));
  for (let i = 0; i < Math.min(left?.length ?? 0, right?.length ?? 0); i++) {
    const [x = 0, y = 0] = [left?.[i], right?.[i]];
    if (x !== y) return x < y;
  }
  return false;
}
