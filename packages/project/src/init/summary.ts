import type { ProjectFacts } from "./facts.ts";
import type { AppPlan } from "./settle/plan.ts";
import { HEALTH_CHECK_PATH } from "./settle/routes.ts";

/** A line of what was found: what, how it is set, and why. */
export type Found = [what: string, value: string, why: string];

/** What was found in a project, for people and for `--json`. */
export function found(facts: ProjectFacts, plan: AppPlan): Found[] {
  const { settings, deployments, frontend } = facts;
  const { server, celery, static: files, healthCheck, routes, update } = plan;
  const services = Object.entries(plan.services).map(
    ([name, { command, from }]): Found => [`service ${name}`, command.join(" "), `${from}`],
  );
  const scheduled = Object.entries(plan.scheduled).map(
    ([name, { schedule, from }]): Found => [`command ${name}`, schedule, `${from}`],
  );
  const given = Object.keys(plan.environment.values);
  return [
    ["settings", settings.module, settings.reason],
    ["web server", `${server.isAsgi ? "ASGI" : "WSGI"} by ${server.program}`, server.reason],
    ...(server.isAsgi ? [] : [["serves", plan.wsgiModule ?? "not found", ""] as Found]),
    ["static files", files.where, files.reason],
    ["paths", routes.paths.join(" "), routes.reason],
    [
      "health check",
      healthCheck.path,
      healthCheck.path === HEALTH_CHECK_PATH ? "the default" : healthCheck.reason,
    ],
    ...(celery === undefined
      ? [["Celery", "none", ""] as Found]
      : ([
          ["Celery", celery.app ?? "app not found", ""],
          ["workers", Object.keys(celery.workers).join(", "), ""],
          ["beat", celery.beat.enabled ? "on" : "off", celery.beat.reason],
        ] satisfies Found[])),
    ...services,
    ...scheduled,
    ["update", shortly(update.command), update.reason],
    [
      "front end",
      plan.frontend.enabled ? (frontend?.framework ?? "unknown") : "none",
      frontend?.nuxt?.hasApiBase === true ? "NUXT_PUBLIC_API_BASE sets its runtimeConfig.public.apiBase" : "",
    ],
    ["Dockerfile", deployments.dockerfile?.from ?? "none", ""],
    ...(given.length === 0
      ? []
      : [["variables", given.join(", "), "the settings read them, or files set them"] as Found]),
  ];
}

/** The management commands of a command; the whole where it has others. */
function shortly(command: readonly string[]): string {
  const line = command.join(" ").replace(/^sh -c /, "");
  const parts = line
    .split(" && ")
    .map((part) => /^(?:exec )?python \S*manage\.py (\S+)(?: --no-?input)?$/.exec(part)?.[1]);
  return parts.every((part) => part !== undefined) ? parts.join(", ") : line;
}
