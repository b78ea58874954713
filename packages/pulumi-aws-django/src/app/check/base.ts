import type { BaseContract } from "../../contracts/baseContract.ts";
import { isWithin } from "../../shared/domains.ts";
import { type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { DjangoAppArgs } from "../args.ts";
import { checkBaseContract, NO_MAIL, NO_NAMESPACE, NO_ZONE } from "../base.ts";
import { has } from "../plan/parts.ts";
import { levelsOf, type Processes, type ServiceProcess } from "../plan/processes.ts";
import { DEFAULT_REQUEST_TIMEOUT } from "../plan/timeouts.ts";
import { checkNamesOnBase } from "./hostNames.ts";
import { checkOnTrial } from "./trial.ts";

type Args = Partial<DjangoAppArgs>;

/** The base, and what the app wants from it. What isn't known about a base yet passes. */
export function checkBase(app: string, args: Args, processes: Processes | undefined): Problem[] {
  if (args.base !== undefined && plainValue(args.base) === undefined) return [];
  const base = args.base as BaseContract | undefined;
  const problems = checkBaseContract(base);
  if (problems.length > 0 || base === undefined) return problems;
  return [
    ...(base.trial === undefined ? checkOnDomain(app, args, base) : checkOnTrial(app, args, base.trial)),
    ...(has("serviceDiscovery", args) && base.serviceDiscovery === undefined
      ? [{ path: "serviceDiscovery.enabled", reason: NO_NAMESPACE }]
      : []),
    ...checkSenders(args, base),
    ...checkTopic(args, base),
    ...checkIdleTimeout(args, base),
    ...(processes?.services ?? []).flatMap((process) => checkPort(process, args, base)),
  ];
}

/** What the app wants from the domain of the base. */
function checkOnDomain(app: string, args: Args, base: BaseContract): Problem[] {
  return [
    ...(args.dns === true && base.zoneId === undefined ? [{ path: "dns", reason: NO_ZONE }] : []),
    ...(args.mail?.enabled === true && base.mail === undefined
      ? [{ path: "mail.enabled", reason: NO_MAIL }]
      : []),
    ...checkNamesOnBase(args.environmentName ?? app, args, base),
  ];
}

/** Variables that Django takes the sender of mail from. https://docs.djangoproject.com/en/stable/ref/settings/#default-from-email */
const SENDERS = ["DEFAULT_FROM_EMAIL", "SERVER_EMAIL"];

/** Senders that SES doesn't send for. */
function checkSenders(args: Args, base: BaseContract): Problem[] {
  const domain = plainValue(base.mail?.domainName);
  if (domain === undefined || !has("mail", args)) return [];
  return levelsOf(args).flatMap(([prefix, { environment = {} }]) =>
    SENDERS.flatMap((name) => {
      const sender = plainValue(environment[name]);
      const given = /@([^\s@<>]+)>?\s*$/.exec(String(sender))?.[1];
      if (given === undefined || isWithin(given.toLowerCase(), domain)) return [];
      const remedy = `The base sends mail for ${domain} only. Write an address of that domain, or \`mail.enabled: false\` where mail goes another way.`;
      return [wrongValue(`${prefix}environment.${name}`, sender, remedy)];
    }),
  );
}

/** Alarms write to topics of their own region only. */
function checkTopic({ alarms }: Args, base: BaseContract): Problem[] {
  const arn = plainValue(alarms?.topicArn);
  const region = plainValue(base.region);
  const given = /^arn:[^:]+:sns:([^:]+):/.exec(arn ?? "")?.[1];
  if (given === undefined || region === undefined || given === region) return [];
  return [
    wrongValue(
      "alarms.topicArn",
      arn,
      `Alarms in ${region} can't write to ${given}. Write a topic of ${region}.`,
    ),
  ];
}

function checkIdleTimeout(args: Args, { loadBalancer }: BaseContract): Problem[] {
  const idleTimeout = plainValue(loadBalancer.idleTimeout);
  const requestTimeout = args.requestTimeoutSeconds ?? DEFAULT_REQUEST_TIMEOUT;
  if (idleTimeout === undefined || requestTimeout <= idleTimeout) return [];
  return [wrongValue("requestTimeoutSeconds", requestTimeout, tooLong(idleTimeout))];
}

function tooLong(idleTimeout: number): string {
  return `The base's load balancer gives up after ${idleTimeout} seconds. Write at most ${idleTimeout}, or raise \`loadBalancer.idleTimeoutSeconds\` of the base.`;
}

/** A port that the security groups of the base keep the load balancer from. */
function checkPort(
  { path, name, route }: ServiceProcess,
  args: Args,
  { loadBalancer }: BaseContract,
): Problem[] {
  const open = loadBalancer.targetPorts;
  if (route === undefined || open === undefined || open.includes(route.port)) return [];
  const { port } = route;
  // What isn't a port at all was refused before.
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return [];
  const only = `the base's load balancer may connect to ${open.length === 1 ? "port" : "ports"} ${listed(open)} of tasks only`;
  const add = `add ${port} to \`loadBalancer.targetPorts\` of the base and bring it up`;
  const own = path.startsWith("services.") ? args.services?.[name] : undefined;
  // Where gunicorn and the Nuxt server listen isn't a setting.
  if (own === undefined) {
    return [
      { path, reason: `listens on port ${port}, and ${only}. To have it behind the load balancer, ${add}.` },
    ];
  }
  const given = own.port === undefined ? `is ${port} where it isn't set` : `is ${port}`;
  return [{ path: `${path}.port`, reason: `${given}, and ${only}. Write one of them, or ${add}.` }];
}

function listed(ports: readonly number[]): string {
  return ports.length < 2 ? ports.join("") : `${ports.slice(0, -1).join(", ")} and ${ports.at(-1)}`;
}
