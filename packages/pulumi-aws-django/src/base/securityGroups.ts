import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autonameBase } from "../shared/names.ts";
import type { TaskEgressArgs } from "./args.ts";
import { isIpv6Block } from "./cidr.ts";

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

export interface SecurityGroupSettings {
  vpcId: pulumi.Output<string>;
  /** Whether everyone includes IPv6 clients. */
  ipv6: boolean;
  /** Who may connect to the load balancer; undefined for everyone. */
  allowedCidrs: string[] | undefined;
  /** Ports of tasks that the load balancer connects to. */
  targetPorts: number[];
  /** Whether tasks send mail. */
  mail: boolean;
  /** Whether tasks find and call each other. */
  serviceDiscovery: boolean;
  taskEgress: TaskEgressArgs[];
}

type Options = pulumi.CustomResourceOptions;

/** The groups, and for each connection that is allowed its rules, each a resource of its own. What isn't listed here is closed. */
export function makeSecurityGroups(
  name: string,
  settings: SecurityGroupSettings,
  opts: Options,
): SecurityGroups {
  const { vpcId, ipv6, targetPorts } = settings;
  const group = (part: string, description: string) =>
    makeSecurityGroup(`${name}-${part}`, description, vpcId, opts);
  const groups: SecurityGroups = {
    loadBalancer: group("alb", `Load balancer of ${name}`),
    tasks: group("tasks", `Tasks on ${name}`),
    database: group("database", `Database of ${name}`),
    cache: group("cache", `Cache of ${name}`),
  };
  const { loadBalancer, tasks, database, cache } = groups;
  const everyone = ipv6 ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];

  for (const cidr of settings.allowedCidrs ?? everyone) {
    allowFrom(`${name}-alb-http`, cidr, loadBalancer, 80, "HTTP, which is redirected to HTTPS", opts);
    allowFrom(`${name}-alb-https`, cidr, loadBalancer, 443, "HTTPS", opts);
  }
  for (const port of targetPorts) {
    allowBetween(`${name}-alb-to-tasks-${port}`, loadBalancer, tasks, port, "Load balancer to tasks", opts);
    if (settings.serviceDiscovery) {
      allowBetween(`${name}-tasks-to-tasks-${port}`, tasks, tasks, port, "Tasks to tasks", opts);
    }
  }
  allowBetween(`${name}-tasks-to-database`, tasks, database, DATABASE_PORT, "Tasks to database", opts);
  allowBetween(`${name}-tasks-to-cache`, tasks, cache, CACHE_PORT, "Tasks to cache", opts);
  for (const cidr of everyone) {
    allowTo(`${name}-tasks-https`, tasks, cidr, 443, "APIs of AWS and others, by HTTPS", opts);
    if (settings.mail) allowTo(`${name}-tasks-smtp`, tasks, cidr, SMTP_PORT, "Mail to SES, by SMTP", opts);
  }
  for (const { description, port, cidrs } of settings.taskEgress) {
    for (const cidr of cidrs) allowTo(`${name}-tasks-extra-${port}`, tasks, cidr, port, description, opts);
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

/** Lets one group connect to another: a rule on each side. */
export function allowBetween(
  name: string,
  from: aws.ec2.SecurityGroup,
  to: aws.ec2.SecurityGroup,
  port: number,
  description: string,
  opts: Options,
): void {
  const ports = { ipProtocol: "tcp", fromPort: port, toPort: port, description };
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { securityGroupId: from.id, referencedSecurityGroupId: to.id, ...ports },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { securityGroupId: to.id, referencedSecurityGroupId: from.id, ...ports },
    opts,
  );
}

function allowFrom(
  name: string,
  cidr: string,
  to: aws.ec2.SecurityGroup,
  port: number,
  description: string,
  opts: Options,
): void {
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-${cidrName(cidr)}`,
    { securityGroupId: to.id, ...ruleFor(cidr, port, description) },
    opts,
  );
}

function allowTo(
  name: string,
  from: aws.ec2.SecurityGroup,
  cidr: string,
  port: number,
  description: string,
  opts: Options,
): void {
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-${cidrName(cidr)}`,
    { securityGroupId: from.id, ...ruleFor(cidr, port, description) },
    opts,
  );
}

/** The contents of a rule between a group and a block of addresses, in either direction. */
function ruleFor(cidr: string, port: number, description: string) {
  return { ...addresses(cidr), ipProtocol: "tcp", fromPort: port, toPort: port, description };
}

function addresses(cidr: string) {
  return isIpv6Block(cidr) ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}

/** A block of addresses as part of a logical name, in which a colon could be mistaken for a separator. */
function cidrName(cidr: string): string {
  return cidr.replaceAll(":", ".").replace("/", "_");
}
