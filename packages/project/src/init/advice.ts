import type { ProjectFacts } from "./facts.ts";
import type { AppPlan } from "./settle/plan.ts";
import { type Places, stepsIn } from "./steps.ts";

/** What people have to do in the project, and what couldn't be found out, each in a sentence with what to write. */
export interface Advice {
  /** Lines below the first are code or a command, to be copied as they are. */
  project: string[];
  open: string[];
}

export function adviceOn(facts: ProjectFacts, plan: AppPlan, places: Places): Advice {
  return {
    project: stepsIn(facts, plan, places),
    open: [...unknown(facts, plan), ...different(facts, plan), ...left(facts)],
  };
}

function unknown({ deployments, runs }: ProjectFacts, plan: AppPlan): string[] {
  const open: string[] = [];
  if (plan.wsgiModule === undefined && !plan.server.isAsgi)
    open.push(
      "What gunicorn serves: there is no wsgi.py. Write ublog:django.wsgiModule, or the command of an ASGI server in ublog:gunicorn.command.",
    );
  if (plan.celery !== undefined && plan.celery.app === undefined)
    open.push(
      "The Celery app: no file makes one. Write ublog:django.celeryApp, for example shop.celery:app.",
    );
  if (plan.environment.missing.length > 0)
    open.push(
      `Values of variables that the settings read and have no default for: ${plan.environment.missing.join(", ")}. Write them in ublog:environment.`,
    );
  if (plan.environment.missingSecrets.length > 0)
    open.push(
      `Secrets without which the settings fail: ${plan.environment.missingSecrets.join(", ")}. Set each with \`ublog secrets set\`, or as the stack's file says.`,
    );
  for (const { name, from, schedule } of runs.crons)
    if (!Object.values(plan.scheduled).some((one) => one.from === from && one.schedule !== ""))
      open.push(
        `When ${name} of ${from} runs: ${JSON.stringify(schedule)} isn't five fields that AWS knows. Write it in ublog:scheduledCommands.`,
      );
  if (plan.routes.reason === "")
    open.push("Which paths Django answers beside the front end. Write them in ublog:gunicorn.route.paths.");
  if (deployments.dockerfile?.workdir === undefined && deployments.dockerfile !== undefined)
    open.push(
      `Where the image starts: ${deployments.dockerfile.from} has no WORKDIR. manage.py has to be in that folder.`,
    );
  return open;
}

/** What is another way in the environment than in the project. */
function different({ settings, runs, frontend, tree, managePy }: ProjectFacts, plan: AppPlan): string[] {
  const notes: string[] = [];
  const { engine } = settings;
  if (engine !== undefined && /mysql|oracle|mssql/.test(engine))
    notes.push(
      `The database is ${engine} in the settings, and Postgres in the environment: the kit sets that. Migrations with SQL of ${engine} have to go.`,
    );
  if (!settings.usesKit && engine === "sqlite3")
    notes.push(
      "The database is SQLite in the settings, and Postgres in the environment: the kit sets that, and a developer's machine keeps SQLite.",
    );
  const foreign = runs.servers.filter((server) => !["postgres", "redis", "mysql"].includes(server));
  if (foreign.length > 0)
    notes.push(
      `The project also uses ${foreign.join(", ")}, which a base doesn't have${foreign.includes("rabbitmq") ? ". Celery's broker is its Valkey (REDIS_URL)" : ""}. Bring your own, and its address in ublog:environment.`,
    );
  const timeout = runs.web?.command.timeout;
  if (timeout !== undefined && timeout > 60)
    notes.push(
      `gunicorn's --timeout is ${timeout} in ${runs.web?.from}. For requests that take that long write ublog:requestTimeoutSeconds, and more than that in ublog:loadBalancer.idleTimeoutSeconds of the base.`,
    );
  if (runs.healthCheckPath?.path === "/")
    notes.push(
      `${runs.healthCheckPath.from} checks / for health. The environment checks ${plan.healthCheck.path}, which the kit answers: at / it would take the place of the home page.`,
    );
  if (plan.routes.hidesRoot && plan.frontend.enabled)
    notes.push(
      `Django answers at / as well (${settings.rootUrlconf}); in the environment the front end does. Write further paths of Django's into ublog:gunicorn.route.paths.`,
    );
  if (frontend !== undefined && frontend.framework !== "nuxt" && frontend.isNamed)
    notes.push(
      `The front end is made with ${frontend.framework ?? "something that isn't known here"}, not Nuxt: its command is npm start, and it has to listen on port 3000 of all addresses (PORT and HOST say so).`,
    );
  if (frontend?.isStatic === true)
    notes.push(
      "The front end is built by `nuxt generate`, which makes no server. Its image needs `nuxt build`.",
    );
  if (plan.environment.awsKeys.length > 0)
    notes.push(
      `${plan.environment.awsKeys.join(", ")}: empty, because the role of the tasks has the rights. Take them out of the settings when you can.`,
    );
  if (plan.celery !== undefined && plan.celery.added.length > 0)
    notes.push(
      `No command of the project consumes ${plan.celery.added.join(", ")}: a worker was added for each.`,
    );
  if (managePy.others.length > 0)
    notes.push(`${managePy.others.join(", ")} is left alone: the project's is ${managePy.file}.`);
  if (tree.limit !== undefined) notes.push(tree.limit);
  return notes;
}

const left = ({ runs }: ProjectFacts): string[] =>
  runs.left.map(({ from, name, command }) => `${name} of ${from} isn't taken along: ${command}.`);
