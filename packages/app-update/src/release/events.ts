import type { Service } from "@aws-sdk/client-ecs";
import type { DeployService } from "../targets.ts";
import { diagnoseReason } from "./diagnose.ts";
import { type Diagnosis, diagnosisBy, type Rule } from "./diagnosis.ts";
import type { Subject } from "./hints/subject.ts";

/** The time of a service's newest event, by AWS's clock. */
export function newestEvent(service: Service | undefined): number {
  return service?.events?.[0]?.createdAt?.getTime() ?? 0;
}

/** The events of a service that are new since the last look, the oldest first, without the service's name. */
export function newEvents(target: DeployService, after: number): (service: Service | undefined) => string[] {
  const seen = new Set<string>();
  return (service) => {
    const fresh = (service?.events ?? []).filter(
      (event) => (event.createdAt?.getTime() ?? 0) > after && !seen.has(event.id ?? ""),
    );
    for (const event of fresh) seen.add(event.id ?? "");
    const name = new RegExp(`^\\(?service ${target.service}\\)?,? `);
    return fresh.reverse().map((event) => (event.message ?? "").replace(name, ""));
  };
}

/** How many tasks an event says were started. */
export function startedTasks(message: string): number {
  return Number(STARTED.exec(message)?.[1] ?? 0);
}

const STARTED = /^has started (\d+) task/;
const REGISTERED = /^registered \d+ target/;

/**
 * What ECS writes where it can't start or connect the tasks of a service: there is no stopped task to ask then. It writes
 * each of these once, until the event that shows it is over.
 */
const OBSTACLES: { pattern: RegExp; over: RegExp }[] = [
  { pattern: /^(?:was|is) unable to place (?:a )?tasks?(?:\.? Reason:| because)\s*(.+)/is, over: STARTED },
  { pattern: /^failed to (?:launch|start) (?:a )?tasks? with \(error (.+)\)/is, over: STARTED },
  {
    pattern: /^failed to (?:register|deregister|describe) targets?.* with \(error (.+)\)/is,
    over: REGISTERED,
  },
  { pattern: /^((?:was|is) unable to (?!consistently).+)/is, over: STARTED },
  { pattern: /^(operations are being throttled.*)/is, over: /^has (?:started|stopped)|^registered/ },
  { pattern: /(unable to assume the (?:service linked )?role.*)/is, over: STARTED },
];

/** AWS's pointers to its documentation, and full stops: they say nothing about the reason. */
const POINTERS = /[.\s]*(?:For more information.*)?[.\s]*$/is;

/** Obstacles that no task meets: those of the load balancer and of the deployment. */
const RULES: Rule[] = [
  {
    pattern: /throttl|rate exceeded/i,
    cause: "AWS slows ECS down",
    hint: "Too much happens in this account at once: wait.",
    patience: 5,
    heals: true,
  },
  {
    pattern: /not in the target group VPC|target group.*(?:not found|does not exist)|TargetGroupNotFound/i,
    cause: "its tasks don't fit the load balancer's target group",
    hint: "The target group is gone or in another VPC: run `pulumi up`.",
    patience: 1,
  },
  {
    pattern: /not authorized|AccessDenied/i,
    cause: "ECS isn't allowed to do that",
    hint: "A policy of the account or of ECS's role forbids it: see the action that AWS names.",
    patience: 1,
  },
  {
    pattern: /deployment configuration/i,
    cause: "its deployment settings leave no room to replace a task",
    hint: "Somebody changed how many tasks must be healthy while it rolls: run `pulumi up`.",
    patience: 1,
  },
];

/** What is in the way of a service's tasks. */
export interface Obstacle {
  diagnosis: Diagnosis;
  /** Its cause without the details of a single event, which differ from one event to the next. */
  kind: string;
  /** The events that show it is over. */
  over: RegExp;
}

/** The obstacle that an event reports; undefined where it reports none. */
export function obstacleIn(message: string, subject?: Subject): Obstacle | undefined {
  for (const { pattern, over } of OBSTACLES) {
    const reason = pattern.exec(message)?.[1];
    if (reason === undefined) continue;
    const detail = reason.replace(POINTERS, "");
    const diagnosis = diagnoseReason(detail, subject) ?? diagnoseObstacle(detail, message, subject);
    return { diagnosis, kind: diagnosis.cause.replace(/ \(.*/s, ""), over };
  }
  return undefined;
}

function diagnoseObstacle(detail: string, message: string, subject?: Subject): Diagnosis {
  const rule = RULES.find(({ pattern }) => pattern.test(message));
  // Whether an unknown obstacle goes away by itself, nobody knows.
  if (rule === undefined) return { cause: `AWS can't start its tasks (${detail})`, patience: 5, heals: true };
  return diagnosisBy(rule, subject, `${rule.cause} (${detail})`);
}

/** Whether an event says that an obstacle is out of the way. */
export function isOver(obstacle: Obstacle, message: string): boolean {
  return obstacle.over.test(message) || /steady state|deployment completed/.test(message);
}

/** Whether an event is worth showing as it arrives; the others are steps on the way. */
export function isAlarming(message: string): boolean {
  return /unhealthy|failed|rolling back|unable/.test(message);
}

/** An event, or the reason of a deployment, without the ids and the full stop that say nothing to a person. */
export function readable(message: string): string {
  return message
    .replaceAll(/\(target-group [^)]*\)/g, "its target group")
    .replace(/^\(deployment [^)]*\) /, "")
    .replaceAll(/ ?\(task [^)]*\)/g, "")
    .replace(/ to deployment(?:Id)? ecs-svc\/\d+/, " to the former deployment")
    .replaceAll(/ ecs-svc\/\d+/g, "")
    .replace(/[.:\s]+$/, "");
}
