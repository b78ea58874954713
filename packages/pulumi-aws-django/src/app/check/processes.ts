import { FARGATE_CPUS, fargateMemories, fargateMemoryList } from "../../ecs/fargateSizes.ts";
import { checkInteger, type Problem, wrongValue } from "../../shared/errors.ts";
import { checkDisabled, type Part } from "../../shared/parts.ts";
import { PROCESSES } from "../../vocabulary.ts";
import { MAX_PROCESS_NAME, queueName, templateFamily } from "../names.ts";
import {
  type AppSettings,
  type Process,
  type Processes,
  processesOf,
  type ServiceProcess,
} from "../plan/processes.ts";
import { MAX_STOP_TIMEOUT } from "../plan/timeouts.ts";
import { checkDirectory, checkHealthCheck } from "./containers.ts";
import { checkSchedule, checkTimeZone } from "./settings.ts";

/** Names, sizes, commands and counts of all processes. */
export function checkProcesses(app: string, args: AppSettings, processes: Processes): Problem[] {
  const { services, update, scheduled } = processes;
  return [
    ...checkNames(args),
    ...checkQueues(app, args),
    ...[...services, update, ...scheduled].flatMap((process) => checkProcess(process, args)),
    ...services.flatMap(checkScaling),
    ...services.flatMap(({ path, containerHealthCheck }) =>
      checkHealthCheck(`${path}.containerHealthCheck`, containerHealthCheck),
    ),
    ...checkPartsOfProcesses(args),
    ...scheduled.flatMap(({ path, schedule, timeZone }) => [
      ...checkSchedule(`${path}.schedule`, schedule),
      ...checkTimeZone(`${path}.timeZone`, timeZone),
    ]),
    ...checkOwn(args),
  ];
}

/** Names of workers, services and commands: each is a process of its own. */
function checkNames({ workers = {}, services = {}, scheduledCommands = {} }: AppSettings): Problem[] {
  const own = Object.entries(PROCESSES).flatMap(([word, { physical }]) => [word, physical]);
  const taken = new Map(own.map((name) => [name.replaceAll("_", "-"), "the app itself"]));
  const named = { workers, services, scheduledCommands };
  const problems: Problem[] = [];
  for (const [group, members] of Object.entries(named)) {
    for (const name of Object.keys(members)) {
      const path = `${group}.${name}`;
      const fits = /^[a-z]([a-z0-9_-]*[a-z0-9])?$/.test(name) && name.length <= MAX_PROCESS_NAME;
      // A target group can't tell an underscore from a hyphen: it has hyphens only.
      const plain = name.replaceAll("_", "-");
      const other = taken.get(plain);
      if (!fits) {
        const reason = `has a name that AWS or Celery can't take everywhere. Write at most ${MAX_PROCESS_NAME} small letters, digits, hyphens and underscores, beginning with a letter and ending with a letter or digit.`;
        problems.push({ path, reason });
      } else if (other !== undefined) {
        problems.push({ path, reason: `has the name of a process of ${other}. Write another.` });
      }
      taken.set(plain, path);
    }
  }
  return [...problems, ...checkTemplateNames(scheduledCommands, taken)];
}

/** The templates of a command are in a family of their own, which must not be another process's. */
function checkTemplateNames(commands: object, taken: ReadonlyMap<string, string>): Problem[] {
  return Object.keys(commands).flatMap((name) => {
    const other = taken.get(templateFamily("", name).slice(1).replaceAll("_", "-"));
    if (other === undefined) return [];
    const reason = `keeps its templates under the name of ${other}. Give one of the two another name.`;
    return [{ path: `scheduledCommands.${name}`, reason }];
  });
}

function checkQueues(app: string, args: AppSettings): Problem[] {
  const workers = Object.entries(args.workers ?? { default: {} });
  const names = workers.flatMap(([name, worker]) =>
    (worker.queues ?? [name]).flatMap((queue, i) =>
      /^[A-Za-z0-9_.-]+$/.test(queue) || worker.queues === undefined
        ? []
        : [wrongValue(`workers.${name}.queues[${i}]`, queue, "Write letters, digits and .-_ only.")],
    ),
  );
  const empty = workers
    .filter(([, worker]) => worker.queues?.length === 0)
    .map(([name]) => ({
      path: `workers.${name}.queues`,
      reason: `is empty. Write the queues that the worker consumes, or leave it out for the queue ${name}.`,
    }));
  const consumed = workers.flatMap(([name, worker]) => worker.queues ?? [name]);
  if (workers.length > 0 && !consumed.includes("default")) {
    const reason = `has no worker for the queue default, where Celery puts tasks without a queue of their own. Add \`default: {}\`, or "default" to the \`queues\` of a worker.`;
    names.push({ path: "workers", reason });
  }
  if (workers.length === 0 && args.beat?.enabled === true) {
    const reason = `is true, and nobody would work on what beat sends to ${queueName(app, "default")}: there are no workers. Take out beat, or add a worker.`;
    names.push({ path: "beat.enabled", reason });
  }
  return [...names, ...empty];
}

function checkProcess(process: Process, { exec = true }: AppSettings): Problem[] {
  const { path } = process;
  return [
    ...checkSize(process),
    ...checkCommand(process),
    ...checkInteger(`${path}.ephemeralStorageGiB`, process.ephemeralStorage, 21, 200),
    ...process.writablePaths.flatMap((directory, i) =>
      checkDirectory(`${path}.writablePaths[${i}]`, directory, "/var/cache/app"),
    ),
    ...(exec && process.readonlyRootFilesystem
      ? [
          {
            path: `${path}.readonlyRootFilesystem`,
            reason:
              "is true, and ECS Exec needs a writable file system. Write `exec: false` for the app, or take this out.",
          },
        ]
      : []),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
function checkSize({ path, cpu, memory }: Process): Problem[] {
  if (!FARGATE_CPUS.includes(cpu)) {
    return [
      wrongValue(
        `${path}.cpu`,
        cpu,
        `Write one of the values that Fargate takes: ${FARGATE_CPUS.join(", ")}.`,
      ),
    ];
  }
  if (fargateMemories(cpu).includes(memory)) return [];
  return [
    wrongValue(
      `${path}.memoryMiB`,
      memory,
      `With cpu ${cpu} Fargate allows these, in MiB: ${fargateMemoryList(cpu)}.`,
    ),
  ];
}

function checkCommand({ path, command }: Process): Problem[] {
  if (Array.isArray(command) && command.length > 0) return [];
  const given = command === undefined ? "is missing" : "is empty";
  return [
    {
      path: `${path}.command`,
      reason: `${given}. Write one word an element: ["python", "manage.py", "clearsessions"].`,
    },
  ];
}

function checkScaling({ path, scaling, route, singleton }: ServiceProcess): Problem[] {
  if (singleton) return [];
  const at = `${path}.scaling`;
  const { min, max } = scaling;
  const limits = [...checkInteger(`${at}.min`, min, 0, 5000), ...checkInteger(`${at}.max`, max, 0, 5000)];
  if (limits.length === 0 && max < min) {
    limits.push(wrongValue(`${at}.max`, max, `Write at least \`min\` (${min}).`));
  }
  if (limits.length === 0 && min === 0 && max > 0) {
    const remedy = `Autoscaling measures running tasks, so it never gets from 0 to ${max}. Write at least 1, or \`max: 0\` to leave the service off.`;
    limits.push(wrongValue(`${at}.min`, min, remedy));
  }
  return [
    ...limits,
    ...checkInteger(`${at}.cpuPercent`, scaling.cpuPercent, 10, 90),
    ...checkInteger(`${at}.memoryPercent`, scaling.memoryPercent, 10, 90),
    ...checkInteger(`${at}.requestsPerMinute`, scaling.requestsPerMinute, 1, 1_000_000),
    ...checkInteger(`${at}.scaleOutCooldownSeconds`, scaling.scaleOutCooldownSeconds, 0, 3600),
    ...checkInteger(`${at}.scaleInCooldownSeconds`, scaling.scaleInCooldownSeconds, 0, 3600),
    ...(scaling.requestsPerMinute !== undefined && route === undefined
      ? [
          wrongValue(
            `${at}.requestsPerMinute`,
            scaling.requestsPerMinute,
            "The process isn't behind the load balancer, which counts requests. Write `cpuPercent` or `memoryPercent` instead.",
          ),
        ]
      : []),
    ...checkSchedules(at, scaling),
  ];
}

function checkSchedules(at: string, { schedules = {} }: ServiceProcess["scaling"]): Problem[] {
  return Object.entries(schedules).flatMap(([name, schedule]) => {
    const path = `${at}.schedules.${name}`;
    const { min, max = min } = schedule;
    return [
      ...checkSchedule(`${path}.schedule`, schedule.schedule),
      ...checkTimeZone(`${path}.timeZone`, schedule.timeZone),
      ...checkInteger(`${path}.min`, min, 0, 5000),
      ...checkInteger(`${path}.max`, max, 0, 5000),
      ...(max < min ? [wrongValue(`${path}.max`, max, `Write at least \`min\` (${min}).`)] : []),
    ];
  });
}

/** Settings of a route or a health check that is off. */
function checkPartsOfProcesses(args: AppSettings): Problem[] {
  const parts = processesOf(args).flatMap(([path, process]): [string, Part | undefined][] => [
    [`${path}.containerHealthCheck`, process.containerHealthCheck],
    ...(path.startsWith("services.") ? [[`${path}.route`, process.route] as [string, Part | undefined]] : []),
  ]);
  return parts.flatMap(([path, part]) => checkDisabled(path, part));
}

/** Settings that only some processes have. */
function checkOwn({ gunicorn, workers = {}, services = {} }: AppSettings): Problem[] {
  return [
    ...checkInteger("gunicorn.processes", gunicorn?.processes, 1, 1000),
    ...checkInteger("gunicorn.threads", gunicorn?.threads, 1, 1000),
    ...Object.entries(workers).flatMap(([name, worker]) => [
      ...checkInteger(`workers.${name}.concurrency`, worker.concurrency, 1, 1000),
      ...checkInteger(`workers.${name}.taskTimeoutSeconds`, worker.taskTimeoutSeconds, 1, 7 * 24 * 3600),
    ]),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...checkInteger(`services.${name}.stopTimeoutSeconds`, service.stopTimeoutSeconds, 1, MAX_STOP_TIMEOUT),
      ...(service.port !== undefined && service.route?.enabled !== true
        ? [
            wrongValue(
              `services.${name}.port`,
              service.port,
              "Nothing connects to it: the process isn't behind the load balancer. Write `route.enabled: true`, or take out `port`.",
            ),
          ]
        : []),
    ]),
  ];
}
