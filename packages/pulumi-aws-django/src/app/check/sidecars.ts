import { checkChoice, checkInteger, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { checkDisabled } from "../../shared/parts.ts";
import { ContainerCondition, LogRouterType, type SidecarArgs } from "../containerArgs.ts";
import { CHECK_CONTAINER, DATABASE_CONTAINER, MAX_PROCESS_NAME } from "../names.ts";
import { has } from "../plan/parts.ts";
import {
  type AppSettings,
  healthCheckOf,
  isService,
  type Process,
  type Processes,
} from "../plan/processes.ts";
import { type Sidecar, sidecarsOf } from "../plan/sidecars.ts";
import { checkCredentials, checkHealthCheck, checkProcessNames } from "./containers.ts";
import { checkReference } from "./variables.ts";

/** Containers of a task: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_CONTAINERS = 10;

/** Sidecars, each by itself and together in the tasks that they are in. */
export function checkSidecars(args: AppSettings, { services, update, scheduled }: Processes): Problem[] {
  const processes: Process[] = [...services, update, ...scheduled];
  const own = Object.entries(args.sidecars ?? {}).flatMap(([name, sidecar]) =>
    checkSidecar(name, sidecar, args, processes),
  );
  // Problems that follow from an impossible sidecar would only confuse.
  if (own.length > 0) return own;
  return processes.flatMap((process) => {
    const before = process === update ? beforeUpdate(args) : [];
    const sidecars = sidecarsOf(args, process);
    return [...checkTask(process, sidecars, before), ...checkReserved(process, sidecars, before)];
  });
}

function checkSidecar(
  name: string,
  sidecar: SidecarArgs,
  { sidecars = {} }: AppSettings,
  processes: readonly Process[],
): Problem[] {
  const path = `sidecars.${name}`;
  const { logRouter } = sidecar;
  return [
    ...checkName(path, name, processes),
    ...checkValue(`${path}.image`, sidecar.image, (image) => /^\S+$/.test(image), IMAGE),
    ...checkProcessNames(`${path}.processes`, sidecar.processes, processes),
    ...checkInteger(`${path}.cpu`, sidecar.cpu, 1, 32_768),
    ...checkInteger(`${path}.memoryMiB`, sidecar.memoryMiB, 6, 249_856),
    ...(sidecar.ports ?? []).flatMap((port, i) => checkInteger(`${path}.ports[${i}]`, port, 1, 65_535)),
    ...checkHealthCheck(`${path}.healthCheck`, healthCheckOf(sidecar.healthCheck)),
    ...checkDisabled(`${path}.healthCheck`, sidecar.healthCheck),
    ...checkChoice(`${path}.processWaitsFor`, sidecar.processWaitsFor, ContainerCondition),
    ...checkCondition(`${path}.processWaitsFor`, sidecar.processWaitsFor, sidecar),
    ...Object.entries(sidecar.dependsOn ?? {}).flatMap(([other, condition]) => [
      ...checkChoice(`${path}.dependsOn.${other}`, condition, ContainerCondition),
      ...checkDependency(`${path}.dependsOn.${other}`, name, other, condition, sidecars),
    ]),
    ...checkCredentials(`${path}.repositoryCredentialsArn`, sidecar.repositoryCredentialsArn),
    ...checkDisabled(`${path}.logRouter`, logRouter),
    ...checkChoice(`${path}.logRouter.type`, logRouter?.type, LogRouterType),
    ...checkValue(
      `${path}.logRouter.configFile`,
      logRouter?.configFile,
      (file) => /^\/\S+$/.test(file),
      'Write the absolute path of a file in the image: "/fluent-bit/etc/extra.conf".',
    ),
    ...Object.entries(logRouter?.secretOptions ?? {}).flatMap(([option, reference]) => [
      ...checkReference(`${path}.logRouter.secretOptions.${option}`, reference),
      ...(logRouter?.options?.[option] === undefined
        ? []
        : [
            {
              path: `${path}.logRouter.secretOptions.${option}`,
              reason: "is in options too. Take out one of the two.",
            },
          ]),
    ]),
  ];
}

const IMAGE = 'Write an image with a tag or a digest: "public.ecr.aws/datadog/agent:7".';

function checkName(path: string, name: string, processes: readonly Process[]): Problem[] {
  const fits = /^[a-z]([a-z0-9_-]*[a-z0-9])?$/.test(name) && name.length <= MAX_PROCESS_NAME;
  if (!fits) {
    const reason = `has a name that can't be a container's everywhere. Write at most ${MAX_PROCESS_NAME} small letters, digits, hyphens and underscores, beginning with a letter and ending with a letter or digit.`;
    return [{ path, reason }];
  }
  if (processes.every((process) => process.name !== name && process.word !== name)) return [];
  return [{ path, reason: "has the name of a process, which is its container's name too. Write another." }];
}

/** Conditions that other containers can't wait for. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html */
function checkCondition(
  path: string,
  condition: ContainerCondition | undefined,
  { essential, logRouter, healthCheck }: SidecarArgs,
): Problem[] {
  if (condition === "HEALTHY" && healthCheck?.enabled !== true)
    return [wrongValue(path, condition, 'Its `healthCheck` is off. Turn that on, or write "START".')];
  const ends = condition === "COMPLETE" || condition === "SUCCESS";
  if (ends && (essential ?? logRouter?.enabled === true))
    return [
      wrongValue(path, condition, "It is essential: the task would stop with it. Write `essential: false`."),
    ];
  return [];
}

function checkDependency(
  path: string,
  name: string,
  other: string,
  condition: ContainerCondition,
  sidecars: Record<string, SidecarArgs>,
): Problem[] {
  const sidecar = sidecars[other];
  if (sidecar === undefined)
    return [{ path, reason: "is not a sidecar. Write the name of one, or take it out." }];
  const circle = circleFrom(name, other, sidecars);
  if (circle !== undefined) {
    const reason = `makes a circle: ${circle.join(" waits for ")}. Take one of them out.`;
    return [{ path, reason }];
  }
  return checkCondition(path, condition, sidecar);
}

/** The names from one sidecar back to itself, first through another one that it depends on. */
function circleFrom(
  name: string,
  next: string,
  sidecars: Record<string, SidecarArgs>,
  seen: readonly string[] = [],
): string[] | undefined {
  if (next === name) return [name, ...seen, name];
  if (seen.includes(next)) return undefined;
  for (const other of Object.keys(sidecars[next]?.dependsOn ?? {})) {
    const found = circleFrom(name, other, sidecars, [...seen, next]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The containers that the update task has before Django's: the second one is put there by a release. */
function beforeUpdate(args: AppSettings): string[] {
  return [...(has("database", args) ? [DATABASE_CONTAINER] : []), CHECK_CONTAINER];
}

/** Sidecars whose names a task has for containers of its own. */
function checkReserved({ word }: Process, sidecars: readonly Sidecar[], reserved: readonly string[]) {
  return sidecars.flatMap(({ name }) =>
    reserved.includes(name)
      ? [
          {
            path: `sidecars.${name}`,
            reason: `has the name of a container that the tasks of ${word} have anyway. Write another.`,
          },
        ]
      : [],
  );
}

/** All sidecars in the tasks of one process, which has some containers before its own. */
function checkTask(process: Process, sidecars: readonly Sidecar[], before: readonly string[]): Problem[] {
  const { path, word, cpu, memory } = process;
  const sum = (size: "cpu" | "memoryMiB") =>
    sidecars.reduce((total, sidecar) => total + (sidecar[size] ?? 0), 0);
  const problems: Problem[] = [];
  const add = (reason: string) => problems.push({ path: "sidecars", reason });
  if (sum("cpu") >= cpu)
    add(
      `keep ${sum("cpu")} of the ${cpu} CPU units of ${word}, and leave none for it. Lower their \`cpu\`, or raise ${path}.cpu.`,
    );
  if (sum("memoryMiB") >= memory)
    add(
      `may use ${sum("memoryMiB")} of the ${memory} MiB of ${word}, and leave none for it. Lower their \`memoryMiB\`, or raise ${path}.memoryMiB.`,
    );
  const own = 1 + before.length;
  if (sidecars.length + own > MAX_CONTAINERS)
    add(
      `are ${sidecars.length} in the tasks of ${word}, and a task has at most ${MAX_CONTAINERS} containers with its own${own === 1 ? "" : ` ${own}`}.`,
    );
  const routers = sidecars.filter(({ logRouter }) => logRouter !== undefined).map((router) => router.name);
  if (routers.length > 1)
    add(
      `have ${routers.length} log routers in the tasks of ${word}: ${routers.join(", ")}. A task can have one.`,
    );
  return [...problems, ...checkPorts(process, sidecars), ...checkNeighbours(process, sidecars)];
}

/** A port that two containers of a task listen on, although they share one network. */
function checkPorts(process: Process, sidecars: readonly Sidecar[]): Problem[] {
  const port = isService(process) ? process.route?.port : undefined;
  const taken = new Map<number, string>(port === undefined ? [] : [[port, process.word]]);
  return sidecars.flatMap(({ name, ports = [] }) =>
    ports.flatMap((own, i) => {
      const other = taken.get(own);
      taken.set(own, name);
      const remedy = `In the tasks of ${process.word}, ${other} listens on it. Write another.`;
      return other === undefined ? [] : [wrongValue(`sidecars.${name}.ports[${i}]`, own, remedy)];
    }),
  );
}

/** A sidecar that waits for one which isn't in the same task. */
function checkNeighbours(process: Process, sidecars: readonly Sidecar[]): Problem[] {
  const here = sidecars.map(({ name }) => name);
  return sidecars.flatMap(({ name, dependsOn = {} }) =>
    Object.keys(dependsOn)
      .filter((other) => !here.includes(other))
      .map((other) => ({
        path: `sidecars.${name}.dependsOn.${other}`,
        reason: `isn't in the tasks of ${process.word}, where ${name} is. Add ${process.word} to \`processes\` of ${other}.`,
      })),
  );
}
