import type { Value } from "../world/world.ts";
import { sameContainerDefinitions } from "./containerDefinitions.ts";
import { sameJson } from "./json.ts";
import type { PropertySchema } from "./types.ts";

type Normal = (value: string) => string;

const domainName: Normal = (name) => name.toLowerCase().replace(/\.$/, "");
const protocol: Normal = (name) =>
  ({ all: "-1", icmp: "1", tcp: "6", udp: "17", icmpv6: "58" })[name.toLowerCase()] ?? name.toLowerCase();
const lowerCase: Normal = (text) => text.toLowerCase();

/** Properties that AWS writes in its own way. List indexes are left out of the path. */
const normals: Record<string, Record<string, Normal>> = {
  "aws:acm/certificate:Certificate": { domainName },
  "aws:ec2/securityGroup:SecurityGroup": { "ingress.protocol": protocol, "egress.protocol": protocol },
  "aws:elasticache/replicationGroup:ReplicationGroup": { maintenanceWindow: lowerCase },
  "aws:rds/instance:Instance": { maintenanceWindow: lowerCase },
  "aws:route53/record:Record": { name: domainName, "aliases.name": domainName },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": { ipProtocol: protocol },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": { ipProtocol: protocol },
};

/** True if two scalars, or two JSON documents, mean the same to AWS. */
export function sameScalar(
  type: string,
  path: string,
  a: Value,
  b: Value,
  property: PropertySchema,
): boolean {
  if (a === b) return true;
  if (typeof a !== typeof b) return typeof a !== "object" && typeof b !== "object" && String(a) === String(b);
  if (typeof a !== "string" || typeof b !== "string") return JSON.stringify(a) === JSON.stringify(b);
  if (type === "aws:ecs/taskDefinition:TaskDefinition" && path === "containerDefinitions") {
    return sameContainerDefinitions(a, b);
  }
  if (property.type === "json") return sameJson(a, b);
  const normal = normals[type]?.[path.replaceAll(/\[\d+\]/g, "")];
  return normal !== undefined && normal(a) === normal(b);
}
