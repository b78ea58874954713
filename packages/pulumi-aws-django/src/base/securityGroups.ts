import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autonameBase } from "../shared/names.ts";
import type { DjangoBaseArgs } from "./args.ts";
import { isIpv6Block } from "./cidr.ts";
import type { BaseContext } from "./context.ts";
import type { Network } from "./network.ts";
import { has } from "./parts.ts";

/** The port of Postgres. */
export const DATABASE_PORT = 5432;
/** The port of Valkey and Redis. */
export const CACHE_PORT = 6379;
/** The port on which SES takes mail by SMTP, with STARTTLS. */
const SMTP_PORT = 587;

/** Who may talk to whom. */
export interface SecurityGroups {
  loadBalancer: aws.ec2.SecurityGroup;
  tasks: aws.ec2.SecurityGroup;
  database: aws.ec2.SecurityGroup;
  cache: aws.ec2.SecurityGroup;
}

/** The ids of a base's security groups. */
export interface BaseSecurityGroupIds {
  /** Of the load balancer. */
  loadBalancer: string;
  /** Of the tasks of all apps. */
  tasks: string;
  /** Of the database. */
  database: string;
  /** Of the cache. */
  cache: string;
}

export function securityGroupIds({
  loadBalancer,
  tasks,
  database,
  cache,
}: SecurityGroups): pulumi.Output<BaseSecurityGroupIds> {
  return pulumi.output({
    loadBalancer: loadBalancer.id,
    tasks: tasks.id,
    database: database.id,
    cache: cache.id,
  });
}

type Options = pulumi.CustomResourceOptions;

/** The groups, and for each connection that is allowed its rules, each a resource of its own. What isn't listed here is closed. */
export function makeSecurityGroups(
  args: DjangoBaseArgs,
  { network, targetPorts }: { network: Network; targetPorts: number[] },
  { base: name, opts }: BaseContext,
): SecurityGroups {
  const group = (part: string, description: string) =>
    makeSecurityGroup(`${name}-${part}`, description, network.vpcId, opts);
  const groups: SecurityGroups = {
    loadBalancer: group("alb", `Load balancer of ${name}`),
    tasks: group("tasks", `Tasks on ${name}`),
    database: group("database", `Database of ${name}`),
    cache: group("cache", `Cache of ${name}`),
  };
  const { loadBalancer, tasks, database, cache } = groups;
  const everyone = network.ipv6 ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  const between = (part: string, rule: RuleBetween) => allowBetween(`${name}-${part}`, rule, opts);
  const from = (cidr: string, part: string, rule: Rule) =>
    allowFrom(`${name}-${part}`, { group: loadBalancer, cidr, ...rule }, opts);
  const to = (cidr: string, part: string, rule: Rule) =>
    allowTo(`${name}-${part}`, { group: tasks, cidr, ...rule }, opts);

  for (const cidr of args.loadBalancer?.allowedCidrs ?? everyone) {
    if (args.trial === undefined) {
      from(cidr, "alb-http", { port: 80, description: "HTTP, which is redirected to HTTPS" });
      from(cidr, "alb-https", { port: 443, description: "HTTPS" });
    } else {
      from(cidr, "alb-http", { port: 80, description: "HTTP, in a trial without a domain" });
    }
  }
  for (const port of targetPorts) {
    between(`alb-to-tasks-${port}`, {
      from: loadBalancer,
      to: tasks,
      port,
      description: "Load balancer to tasks",
    });
    if (has("serviceDiscovery", args)) {
      between(`tasks-to-tasks-${port}`, { from: tasks, to: tasks, port, description: "Tasks to tasks" });
    }
  }
  between("tasks-to-database", {
    from: tasks,
    to: database,
    port: DATABASE_PORT,
    description: "Tasks to database",
  });
  between("tasks-to-cache", { from: tasks, to: cache, port: CACHE_PORT, description: "Tasks to cache" });
  for (const cidr of everyone) {
    to(cidr, "tasks-https", { port: 443, description: "APIs of AWS and others, by HTTPS" });
    if (has("mail", args)) to(cidr, "tasks-smtp", { port: SMTP_PORT, description: "Mail to SES, by SMTP" });
  }
  for (const { description, port, cidrs } of args.network?.taskEgress ?? []) {
    for (const cidr of cidrs) to(cidr, `tasks-extra-${port}`, { port, description });
  }
  return groups;
}

/** A group without rules. */
export function makeSecurityGroup(
  name: string,
  description: string,
  vpcId: pulumi.Output<string>,
  opts: Options,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(autonameBase(name, 255), { description, vpcId }, opts);
}

/** A connection by TCP that is allowed. */
interface Rule {
  port: number;
  description: string;
}

/** A connection between two groups. */
interface RuleBetween extends Rule {
  from: aws.ec2.SecurityGroup;
  to: aws.ec2.SecurityGroup;
}

/** Lets one group connect to another: a rule on each side. */
export function allowBetween(name: string, { from, to, ...rule }: RuleBetween, opts: Options): void {
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { securityGroupId: from.id, referencedSecurityGroupId: to.id, ...tcp(rule) },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { securityGroupId: to.id, referencedSecurityGroupId: from.id, ...tcp(rule) },
    opts,
  );
}

/** A rule between a group and a block of addresses, the block being a part of its name. */
interface RuleForCidr extends Rule {
  group: aws.ec2.SecurityGroup;
  cidr: string;
}

function allowFrom(name: string, { group, cidr, ...rule }: RuleForCidr, opts: Options): void {
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-${cidrName(cidr)}`,
    { securityGroupId: group.id, ...addresses(cidr), ...tcp(rule) },
    opts,
  );
}

function allowTo(name: string, { group, cidr, ...rule }: RuleForCidr, opts: Options): void {
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-${cidrName(cidr)}`,
    { securityGroupId: group.id, ...addresses(cidr), ...tcp(rule) },
    opts,
  );
}

/** The contents of a rule in either direction. */
function tcp({ port, description }: Rule) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port, description };
}

function addresses(cidr: string) {
  return isIpv6Block(cidr) ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}

/** A block of addresses as part of a logical name, in which a colon could be mistaken for a separator. */
function cidrName(cidr: string): string {
  return cidr.replaceAll(":", ".").replace("/", "_");
}
