import type { Answers } from "../settle/answers.ts";
import type { AppPlan } from "../settle/plan.ts";
import type { Worker } from "../settle/workers.ts";
import { change } from "./baseFile.ts";
import { type Entry, linesOf, type Value } from "./entries.ts";

/** The config of an app stack, with every value that the library has for a project made explicit. */
export function appFile(project: string, { stack, region }: Answers, plan: AppPlan): string {
  const own = (key: string) => `${project}:${key}`;
  const entries: Entry[] = [
    { key: "aws:region", value: region.value, note: change(region.isPlaceholder, "the region of the base") },
    {
      key: own("program"),
      value: "app",
      comment: ["Tags for everything that is made:", "aws:defaultTags: { tags: { Owner: web } }"],
    },
    { key: own("base"), value: "base", note: "the stack that it is built on" },
    {
      key: own("django"),
      apart: true,
      comment: ["What the processes need to know of the Django project."],
      value: django(plan),
    },
    ...processes(own, plan),
    ...environment(own, stack, plan),
  ];
  const other = stack === "beta" ? "gamma" : "beta";
  return [
    `# The app stack ${stack}: one environment on the base. Each setting is an argument of DjangoApp; what isn't here has its default.`,
    `# For another environment copy this file: Pulumi.${other}.yaml is the stack ${other}. Prices are those of us-east-1, a month.`,
    "config:",
    ...linesOf(entries, "  "),
    "",
  ].join("\n");
}

function django({ settingsModule, wsgiModule, server, celery, kit, static: files }: AppPlan): Entry[] {
  return [
    { key: "settingsModule", value: settingsModule },
    ...(wsgiModule === undefined && server.isAsgi
      ? []
      : [
          {
            key: "wsgiModule",
            value: wsgiModule ?? "config.wsgi",
            note:
              wsgiModule === undefined
                ? change(true, "the Python path of the WSGI module")
                : server.isAsgi
                  ? "not what runs: see gunicorn.command"
                  : "what gunicorn serves",
          },
        ]),
    ...(celery === undefined
      ? []
      : [
          {
            key: "celeryApp",
            value: celery.app ?? "config.celery:app",
            note:
              change(celery.app === undefined, "the Python path of the Celery app") ??
              "what workers and beat run",
          },
        ]),
    { key: "kit", value: kit, note: "the image has django-ecs-kit, and the settings use it" },
    {
      key: "static",
      value: files.where,
      note:
        files.where === "bucket"
          ? "the update task collects static files there. `image`: they are in the image (WhiteNoise)"
          : `static files are in the image: ${files.reason}. \`bucket\`: the update task collects them there`,
    },
  ];
}

function processes(own: (key: string) => string, plan: AppPlan): Entry[] {
  const { server, routes, healthCheck, frontend, celery, services, scheduled, update, extensions } = plan;
  const numbers = { processes: server.processes, threads: server.threads };
  return [
    {
      key: own("capacity"),
      apart: true,
      comment: [
        "Tasks on spare capacity, 50 to 70 % cheaper: AWS may take one away with two minutes' notice. For production: on-demand.",
      ],
      value: "spot",
    },
    {
      key: own("architecture"),
      value: "x86_64",
      note: "what the images are built for. `arm64`: about 20 % cheaper",
    },
    {
      key: own("gunicorn"),
      apart: true,
      comment: server.isAsgi
        ? [`The web server: ASGI, because ${server.reason}. The seconds fit the load balancer's.`]
        : ["The web server."],
      value: [
        { key: "cpu", value: 512, note: "1024 is one vCPU" },
        { key: "memoryMiB", value: 1024 },
        ...(server.command === undefined ? [] : [{ key: "command", value: server.command }]),
        ...Object.entries(numbers).flatMap(([key, value]) =>
          value === undefined ? [] : [{ key, value, note: server.reason }],
        ),
        {
          key: "route",
          value: [
            {
              key: "paths",
              value: routes.paths,
              note:
                routes.reason === ""
                  ? change(true, "the paths that Django answers; the front end has all others")
                  : routes.reason,
            },
            { key: "healthCheckPath", value: healthCheck.path, note: healthCheck.reason },
          ],
        },
      ],
    },
    {
      key: own("frontend"),
      apart: true,
      comment: ["The Nuxt server, with all defaults. With `false` the environment is an API only."],
      value: [
        { key: "enabled", value: frontend.enabled },
        ...(frontend.command === undefined ? [] : [{ key: "command", value: frontend.command }]),
      ],
    },
    celery === undefined
      ? { key: own("workers"), apart: true, comment: ["No Celery: there are no workers."], value: {} }
      : {
          key: own("workers"),
          apart: true,
          comment: ["Celery workers by queue."],
          value: Object.entries(celery.workers).map(([key, worker]) => ({ key, value: settingsOf(worker) })),
        },
    {
      key: own("beat"),
      apart: true,
      comment: ["The process that sends tasks by time."],
      value: [
        { key: "enabled", value: celery?.beat.enabled ?? false, note: celery?.beat.reason },
        ...(celery?.beat.command === undefined ? [] : [{ key: "command", value: celery.beat.command }]),
      ],
    },
    ...ownProcesses(own, services, healthCheck.path),
    ...(Object.keys(scheduled).length === 0
      ? []
      : [
          {
            key: own("scheduledCommands"),
            apart: true,
            comment: ["Commands that run at certain times, in UTC."],
            value: Object.entries(scheduled).map(([key, { command, schedule, from }]) => ({
              key,
              value: [
                { key: "command", value: command, note: `from ${from}` },
                { key: "schedule", value: schedule },
              ],
            })),
          },
        ]),
    ...(extensions.length === 0
      ? []
      : [
          {
            key: own("database"),
            apart: true,
            comment: ["Extensions of Postgres that migrations may not make by themselves."],
            value: [{ key: "extensions", value: extensions }],
          },
        ]),
    {
      key: own("update"),
      apart: true,
      comment: ["What a release runs first, in the folder that the image starts in."],
      value: [
        { key: "command", value: update.command, note: update.reason === "" ? undefined : update.reason },
      ],
    },
  ];
}

const settingsOf = (worker: Worker): Value => ({ ...worker });

function ownProcesses(
  own: (key: string) => string,
  services: AppPlan["services"],
  healthCheckPath: string,
): Entry[] {
  if (Object.keys(services).length === 0) return [];
  return [
    {
      key: own("services"),
      apart: true,
      comment: ["Further processes that stay."],
      value: Object.entries(services).map(([key, { command, from, paths }]) => ({
        key,
        value: [
          { key: "command", value: command, note: `from ${from}` },
          ...(paths === undefined
            ? []
            : [{ key: "route", value: { enabled: true, paths, healthCheckPath } }]),
        ],
      })),
    },
  ];
}

function environment(
  own: (key: string) => string,
  stack: string,
  { environment, pythonPath }: AppPlan,
): Entry[] {
  const { values, missing, missingSecrets, optionalSecrets, awsKeys } = environment;
  const setSecret = (name: string) =>
    `pulumi config set --secret --path '${own("secretValues")}.${name}' --stack ${stack}`;
  const comment = [
    "Environment variables of the Django processes, beside those that every app gets (ENVIRONMENT.md of pulumi-aws-django).",
    ...(missingSecrets.length === 0 && optionalSecrets.length === 0
      ? ["Secrets are set with", `  ${setSecret("NAME")}`]
      : []),
    ...(missingSecrets.length === 0
      ? []
      : ["CHANGE: secrets without which the project doesn't start. Set them once the stack is there:"]),
    ...missingSecrets.map((name) => `  ${setSecret(name)}`),
    ...(optionalSecrets.length === 0
      ? []
      : ["Secrets that the project reads where they are set, in the same way:"]),
    ...(optionalSecrets.length > 0 && missingSecrets.length === 0
      ? [`  ${setSecret(optionalSecrets[0] ?? "")}`]
      : []),
    ...(optionalSecrets.length === 0 ? [] : [`  ${optionalSecrets.join(", ")}`]),
    ...(missing.length === 0
      ? []
      : [
          `CHANGE: the settings read these, and have no value for them. Write each of them below: ${missing.join(", ")}`,
        ]),
  ];
  const all: Record<string, string | { from: string }> = {
    ...values,
    ...Object.fromEntries(awsKeys.map((name) => [name, ""])),
  };
  const entries = Object.entries(all).map(([key, value]) => ({
    key,
    value,
    note: awsKeys.includes(key)
      ? "none: the role of the tasks has the rights"
      : key === "PYTHONPATH" && pythonPath !== undefined
        ? "where manage.py is in the image"
        : undefined,
  }));
  return [{ key: own("environment"), apart: true, comment, value: entries.length === 0 ? {} : entries }];
}
