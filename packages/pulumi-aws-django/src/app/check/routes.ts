import { checkInteger, type Problem, wrongValue } from "../../shared/errors.ts";
import { covers, LAST_POSITION, pathRules } from "../plan/priorities.ts";
import type { Processes, Route, ServiceProcess } from "../plan/processes.ts";
import { isOnSpot } from "../plan/routed.ts";
import { MAX_GRACEFUL, MAX_LAME_DUCK } from "../plan/timeouts.ts";

/** A process behind the load balancer, and where its rules are. */
interface Routed {
  process: ServiceProcess;
  route: Route;
}

/** Paths, health checks, and the places of all rules of an app. */
export function checkRoutes({ services }: Processes): Problem[] {
  const routed = services.flatMap((process) =>
    process.route === undefined ? [] : [{ process, route: process.route }],
  );
  const own = routed.flatMap(checkRoute);
  // Rules for paths that can't be rules would only confuse.
  return own.length > 0 ? own : [...checkPositions(routed), ...checkOrder(routed)];
}

function checkRoute({ process, route }: Routed): Problem[] {
  const path = `${process.path}.route`;
  const { healthCheck } = route;
  return [
    ...(route.paths.length === 0
      ? [
          {
            path: `${path}.paths`,
            reason: 'is empty. Write the paths that the process answers, for example "/ws/*".',
          },
        ]
      : []),
    ...route.paths.flatMap((pattern, i) => checkPattern(`${path}.paths[${i}]`, pattern)),
    ...(healthCheck.path === ""
      ? [
          {
            path: `${path}.healthCheckPath`,
            reason:
              'is missing. Write a path that answers when the process is healthy, for example "/health/".',
          },
        ]
      : checkHealthPath(`${path}.healthCheckPath`, healthCheck.path)),
    ...(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(healthCheck.codes)
      ? []
      : [
          wrongValue(
            `${path}.healthCheckCodes`,
            healthCheck.codes,
            'Write status codes: "200", "200,302" or "200-399".',
          ),
        ]),
    ...checkInteger(`${path}.healthCheckIntervalSeconds`, healthCheck.interval, 5, 300),
    ...checkInteger(
      `${path}.healthCheckTimeoutSeconds`,
      healthCheck.timeout,
      2,
      Math.min(120, Math.max(2, healthCheck.interval - 1)),
    ),
    ...checkInteger(`${path}.healthyThreshold`, healthCheck.healthyThreshold, 2, 10),
    ...checkInteger(`${path}.unhealthyThreshold`, healthCheck.unhealthyThreshold, 2, 10),
    ...checkInteger(`${path}.stickinessSeconds`, route.stickinessSeconds, 1, 604_800),
    ...checkInteger(`${path}.gracePeriodSeconds`, route.gracePeriod, 0, 2_147_483_647),
    ...checkLameDuck(`${path}.lameDuckSeconds`, process, route),
    ...checkInteger(`${path}.position`, route.position, 0, LAST_POSITION),
    ...checkInteger(`${process.path}.port`, route.port, 1, 65_535),
  ];
}

/** Seconds that a task on Spot goes on, where they leave too few for what comes after them. */
function checkLameDuck(
  path: string,
  process: ServiceProcess,
  { lameDuck, deregistrationDelay: requestTimeout }: Route,
): Problem[] {
  const { stopTimeout } = process;
  const own = checkInteger(path, lameDuck, 0, MAX_LAME_DUCK);
  if (own.length > 0) return own;
  const left = MAX_GRACEFUL - requestTimeout;
  if (left >= 0 && lameDuck > left) {
    const remedy = `Requests may take ${requestTimeout} seconds (requestTimeoutSeconds), and Fargate kills a task too early for both. Write at most ${left}, or a shorter time for requests.`;
    return [wrongValue(path, lameDuck, remedy)];
  }
  if (!isOnSpot(process) || lameDuck < stopTimeout) return [];
  const remedy = `The container is killed after ${stopTimeout} seconds (stopTimeoutSeconds), before the process is asked to stop. Write less, or more there.`;
  return [wrongValue(path, lameDuck, remedy)];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions */
function checkPattern(path: string, pattern: string): Problem[] {
  if (/^\/[A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/.test(pattern)) return [];
  const remedy =
    'Write a path that begins with / and has at most 128 letters, digits, wildcards (* and ?) and _-.$/~"\'@:+&, for example "/ws/*".';
  return [wrongValue(path, pattern, remedy)];
}

function checkHealthPath(path: string, value: string): Problem[] {
  if (/^\/\S{0,1023}$/.test(value)) return [];
  return [wrongValue(path, value, 'Write a path that begins with /, without spaces: "/health/".')];
}

interface Place {
  process: ServiceProcess;
  pattern: string;
  position: number;
}

function placesOf(routed: readonly Routed[]): Place[] {
  return routed.flatMap(({ process, route }) =>
    pathRules(process.name, route.paths, route.position).flatMap(({ paths, position }) =>
      paths.map((pattern) => ({ process, pattern, position })),
    ),
  );
}

/** Two rules of one priority, which AWS refuses. */
function checkPositions(routed: readonly Routed[]): Problem[] {
  const rules = routed.flatMap(({ process, route }) =>
    pathRules(process.name, route.paths, route.position).map(({ position }) => ({ process, position })),
  );
  const taken = new Map<number, ServiceProcess>();
  const problems: Problem[] = [];
  for (const { process, position } of rules) {
    const other = taken.get(position);
    if (other !== undefined) {
      const free = freePositions(rules.map((rule) => rule.position));
      const reason = `has a rule at position ${position}, and so has ${other.path}. Write another \`position\` here, a free one near by: ${nearest(free, position).join(", ")}.`;
      problems.push({ path: `${process.path}.route.position`, reason });
    }
    if (position > LAST_POSITION) {
      const reason = `leads to a rule at position ${position}, and the last one is ${LAST_POSITION}. Write a lower one.`;
      problems.push({ path: `${process.path}.route.position`, reason });
    }
    taken.set(position, process);
  }
  return problems;
}

function freePositions(taken: readonly number[]): number[] {
  return Array.from({ length: LAST_POSITION + 1 }, (_, i) => i).filter(
    (position) => !taken.includes(position),
  );
}

/** Free positions behind a taken one, or before it where there are too few. */
function nearest(free: readonly number[], position: number): number[] {
  const behind = free.filter((other) => other > position);
  return (behind.length >= 3 ? behind : [...free].reverse()).slice(0, 3);
}

/** A pattern of one process that another one's takes everything from, because it is asked first. */
function checkOrder(routed: readonly Routed[]): Problem[] {
  const places = placesOf(routed);
  return places.flatMap((late) => {
    const early = places.find(
      (other) =>
        other.process !== late.process &&
        other.position <= late.position &&
        covers(other.pattern, late.pattern),
    );
    if (early === undefined) return [];
    const path = `${late.process.path}.route.paths`;
    if (early.pattern === late.pattern) {
      // Reported once, for the later of the two.
      return places.indexOf(early) > places.indexOf(late)
        ? []
        : [
            {
              path,
              reason: `has ${late.pattern}, and so has ${early.process.path}.route.paths. Take it out of one of the two.`,
            },
          ];
    }
    if (early.position === late.position) return [];
    const reason = `has ${late.pattern} at position ${late.position}, but ${early.process.path} takes it all with ${early.pattern} at position ${early.position}. Write a \`position\` below ${early.position} for ${late.process.path}.route, or other paths.`;
    return [{ path, reason }];
  });
}
