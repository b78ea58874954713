import { checkChoice, checkInteger, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { checkLogRetention } from "../../shared/logRetention.ts";
import { IMAGES } from "../../vocabulary.ts";
import {
  InterfaceEndpoint,
  type LoadBalancerArgs,
  Nat,
  type NetworkArgs,
  type TaskEgressArgs,
} from "../args.ts";
import { isIpv6Block, parseIpv4Block } from "../cidr.ts";
import { has } from "../parts.ts";
import { MAX_VPC_PREFIX, MIN_VPC_PREFIX } from "../subnetLayout.ts";
import { isWebAclArn } from "./formats.ts";

/** Settings that only an existing VPC has; all but the last are required for it. */
const OF_EXISTING = ["publicSubnetIds", "taskSubnetIds", "dataSubnetIds", "assignPublicIp"] as const;
/** Settings that only a new VPC has. */
const OF_NEW = [
  "cidrBlock",
  "availabilityZones",
  "availabilityZoneNames",
  "nat",
  "interfaceEndpoints",
] as const;

export function checkNetwork(path: string, args: NetworkArgs): Problem[] {
  const egress = (args.taskEgress ?? []).flatMap((item, index) =>
    checkEgress(`${path}.taskEgress[${index}]`, item),
  );
  return [
    ...(args.vpcId === undefined ? checkNew(path, args) : checkExisting(path, args)),
    ...egress,
    ...checkEgressTwice(path, args.taskEgress ?? []),
  ];
}

/** AWS accepts each rule of a security group once, and every task may use HTTPS already. */
function checkEgressTwice(path: string, items: readonly TaskEgressArgs[]): Problem[] {
  const seen = new Set(["443 0.0.0.0/0", "443 ::/0"]);
  return items.flatMap(({ port, cidrs }, index) =>
    (cidrs ?? []).flatMap((cidr, position) => {
      const rule = `${port} ${cidr}`;
      if (!seen.has(rule)) {
        seen.add(rule);
        return [];
      }
      const remedy = `Tasks may open connections to port ${port} there already. Take it out.`;
      return [wrongValue(`${path}.taskEgress[${index}].cidrs[${position}]`, cidr, remedy)];
    }),
  );
}

function checkNew(path: string, args: NetworkArgs): Problem[] {
  const foreign = OF_EXISTING.filter((key) => args[key] !== undefined).map((key) => ({
    path: `${path}.${key}`,
    reason: "is only for an existing VPC. Write vpcId too, or take it out.",
  }));
  const zones = args.availabilityZones;
  const names = args.availabilityZoneNames;
  const both: Problem[] =
    zones === undefined || names === undefined
      ? []
      : [
          {
            path: `${path}.availabilityZones`,
            reason: "is given together with availabilityZoneNames. Take one of them out.",
          },
        ];
  return [
    ...foreign,
    ...checkValue(
      `${path}.cidrBlock`,
      args.cidrBlock,
      isVpcBlock,
      `Write an IPv4 block of size /${MIN_VPC_PREFIX} to /${MAX_VPC_PREFIX} that begins at its first address, for example "10.20.0.0/16".`,
    ),
    ...checkInteger(`${path}.availabilityZones`, zones, 2, 3),
    ...checkValue(
      `${path}.availabilityZoneNames`,
      names,
      (list) => (list.length === 2 || list.length === 3) && isUnique(list),
      "Write two or three different zones.",
    ),
    ...both,
    ...checkChoice(`${path}.nat`, args.nat, Nat),
    ...(args.interfaceEndpoints ?? []).flatMap((service, index) =>
      checkChoice(`${path}.interfaceEndpoints[${index}]`, service, InterfaceEndpoint),
    ),
    ...checkValue(
      `${path}.interfaceEndpoints`,
      args.interfaceEndpoints,
      isUnique,
      "Write each service once.",
    ),
    ...checkLogRetention(`${path}.flowLogs.retentionDays`, args.flowLogs?.retentionDays),
  ];
}

function checkExisting(path: string, args: NetworkArgs): Problem[] {
  const foreign = OF_NEW.filter((key) => args[key] !== undefined).map((key) => ({
    path: `${path}.${key}`,
    reason: "is only for a new VPC; an existing one isn't changed. Take it out, or vpcId.",
  }));
  if (has("network.flowLogs", { network: args })) {
    const reason = "is only for a new VPC; an existing one isn't changed. Write false, or take out vpcId.";
    foreign.push({ path: `${path}.flowLogs.enabled`, reason });
  }
  const [publicIds, taskIds, dataIds] = OF_EXISTING;
  const missing = [publicIds, taskIds, dataIds]
    .filter((key) => args[key] === undefined)
    .map((key) => ({
      path: `${path}.${key}`,
      reason: "is missing. An existing VPC needs vpcId, publicSubnetIds, taskSubnetIds and dataSubnetIds.",
    }));
  return [
    ...foreign,
    ...missing,
    ...checkValue(
      `${path}.vpcId`,
      args.vpcId,
      (id) => /^vpc-\w+$/.test(id),
      'Write the id of a VPC: "vpc-…".',
    ),
    ...checkSubnets(`${path}.publicSubnetIds`, args.publicSubnetIds, 2),
    ...checkSubnets(`${path}.taskSubnetIds`, args.taskSubnetIds, 1),
    ...checkSubnets(`${path}.dataSubnetIds`, args.dataSubnetIds, 2),
  ];
}

function checkSubnets(path: string, ids: NetworkArgs["publicSubnetIds"], least: number): Problem[] {
  const number = least === 1 ? "at least one subnet" : "at least two subnets in different zones";
  return checkValue(
    path,
    ids,
    (list) =>
      list.length >= least &&
      isUnique(list) &&
      list.every((item) => {
        const id = plainValue(item);
        return id === undefined || /^subnet-\w+$/.test(id);
      }),
    `Write ${number}, each once: "subnet-…".`,
  );
}

function checkEgress(path: string, args: TaskEgressArgs): Problem[] {
  return [
    ...checkValue(
      `${path}.description`,
      args.description,
      // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
      (text) => /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text),
      "Write 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
    ),
    ...checkInteger(`${path}.port`, args.port, 1, 65535),
    ...checkValue(
      `${path}.cidrs`,
      args.cidrs,
      (list) => list.length > 0 && isUnique(list),
      "Write at least one block of addresses, each once.",
    ),
    ...(args.cidrs ?? []).flatMap((cidr, index) => checkCidr(`${path}.cidrs[${index}]`, cidr)),
  ];
}

export function checkLoadBalancer(path: string, args: LoadBalancerArgs, ipv6: boolean): Problem[] {
  const blocks = (args.allowedCidrs ?? []).flatMap((cidr, index) => {
    const at = `${path}.allowedCidrs[${index}]`;
    if (!ipv6 && isIpv6Block(cidr)) {
      const remedy =
        "The network has no IPv6, so nobody can connect from there. Take it out, or set network.ipv6 to true.";
      return [wrongValue(at, cidr, remedy)];
    }
    return checkCidr(at, cidr);
  });
  return [
    ...checkInteger(`${path}.idleTimeoutSeconds`, args.idleTimeoutSeconds, 1, 4000),
    ...checkValue(
      `${path}.allowedCidrs`,
      args.allowedCidrs,
      (list) => list.length > 0 && isUnique(list),
      "Write at least one block of addresses, each once; leave it out to let everyone in.",
    ),
    ...blocks,
    ...checkValue(
      `${path}.targetPorts`,
      args.targetPorts,
      (list) => list.length > 0 && isUnique(list),
      `Write at least one port, each once; leave it out for ${IMAGES.backend.port} and ${IMAGES.frontend.port}.`,
    ),
    ...(args.targetPorts ?? []).flatMap((port, index) =>
      checkInteger(`${path}.targetPorts[${index}]`, port, 1, 65535),
    ),
    ...checkValue(
      `${path}.sslPolicy`,
      args.sslPolicy,
      (policy) => policy.startsWith("ELBSecurityPolicy-"),
      'Write the name of a policy of AWS, for example "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09".',
    ),
    ...checkValue(
      `${path}.webAclArn`,
      args.webAclArn,
      (arn) => isWebAclArn(arn, ANY_REGION, "regional"),
      `A load balancer takes web ACLs with the scope REGIONAL only: ${webAclShape("<region>")}.`,
    ),
    ...checkInteger(`${path}.accessLogs.retentionDays`, args.accessLogs?.retentionDays, 1, 36500),
  ];
}

const ANY_REGION = "[a-z0-9-]+";

const webAclShape = (region: string) => `"arn:aws:wafv2:${region}:<account>:regional/webacl/<name>/<id>"`;

/** What is wrong with a web ACL for a load balancer in that region. */
export function checkWebAclRegion(path: string, arn: string, region: string): Problem[] {
  const remedy = `The load balancer is in ${region} and takes web ACLs of that region only: ${webAclShape(region)}.`;
  return isWebAclArn(arn, region, "regional") ? [] : [wrongValue(path, arn, remedy)];
}

function checkCidr(path: string, cidr: string): Problem[] {
  const remedy =
    'Write a block that begins at its first address: "203.0.113.7/32", "203.0.113.0/24" or "2001:db8::/32".';
  return checkValue(path, cidr, (text) => parseIpv4Block(text) !== undefined || isIpv6Block(text), remedy);
}

function isVpcBlock(cidr: string): boolean {
  const block = parseIpv4Block(cidr);
  return block !== undefined && block.prefix >= MIN_VPC_PREFIX && block.prefix <= MAX_VPC_PREFIX;
}

function isUnique(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
