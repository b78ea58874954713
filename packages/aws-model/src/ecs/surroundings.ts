import { AwsError } from "../shared/apiError.ts";
import { targetHealth } from "./health.ts";
import { tasksOf } from "./scheduler.ts";
import type { EcsState, LogLine } from "./state.ts";

/*
 * What other services say about tasks: CloudWatch Logs about what they wrote, the load balancer about their health.
 */

/** GetLogEvents from the start of a stream (or its end), with tokens that count lines. */
export function getLogEvents(
  state: EcsState,
  input: {
    logGroupName: string;
    logStreamName: string;
    nextToken?: string;
    startFromHead?: boolean;
    limit?: number;
  },
) {
  const lines = group(state, input.logGroupName)[input.logStreamName];
  if (lines === undefined)
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  const limit = input.limit ?? 10_000;
  const start = input.startFromHead ? 0 : Math.max(0, lines.length - limit);
  const from = input.nextToken === undefined ? start : Number(input.nextToken.slice(2));
  const events = lines.slice(from, from + limit);
  return {
    events: events.map((line) => ({ ...line, ingestionTime: line.timestamp })),
    nextForwardToken: `f/${from + events.length}`,
    nextBackwardToken: `b/${from}`,
  };
}

export function filterLogEvents(
  state: EcsState,
  input: {
    logGroupName: string;
    logStreamNamePrefix?: string;
    startTime?: number;
    filterPattern?: string;
    nextToken?: string;
    limit?: number;
  },
) {
  const streams = Object.entries(group(state, input.logGroupName)).filter(([stream]) =>
    stream.startsWith(input.logStreamNamePrefix ?? ""),
  );
  const all = streams
    .flatMap(([logStreamName, lines]) =>
      lines.map((line, index) => ({ ...line, logStreamName, eventId: `${logStreamName}/${index}` })),
    )
    .filter((event) => event.timestamp >= (input.startTime ?? 0))
    .filter((event) => matches(event.message, input.filterPattern ?? ""))
    .sort((a, b) => a.timestamp - b.timestamp);
  const from = Number(input.nextToken ?? 0);
  const to = from + (input.limit ?? 10_000);
  return { events: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

/** One term, or any of several: `?"one term" ?another`. */
function matches(message: string, pattern: string): boolean {
  const terms = [...pattern.matchAll(/\?(?:"([^"]*)"|(\S+))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
  const any = terms.length > 0 ? terms : [pattern.replaceAll('"', "")];
  return any.some((term) => message.includes(term));
}

export function describeTargetHealth(state: EcsState, input: { TargetGroupArn: string }) {
  const services = Object.values(state.services).flatMap((service) =>
    service.loadBalancers
      .filter((balancer) => balancer.targetGroupArn === input.TargetGroupArn)
      .map((balancer) => ({ service, balancer })),
  );
  return {
    TargetHealthDescriptions: services.flatMap(({ service, balancer }) =>
      tasksOf(state, service)
        .filter((task) => task.phase === "RUNNING" || task.phase === "DEACTIVATING")
        .map((task) => {
          const health = targetHealth(state, task, balancer);
          return {
            Target: { Id: task.address, Port: balancer.containerPort },
            HealthCheckPort: String(balancer.containerPort),
            TargetHealth: { State: health.state, Reason: health.reason, Description: health.description },
          };
        }),
    ),
  };
}

function group(state: EcsState, name: string): Record<string, LogLine[]> {
  const found = state.logs[name];
  if (found === undefined)
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  return found;
}
