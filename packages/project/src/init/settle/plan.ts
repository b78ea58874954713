import { hasApp } from "../django/settings.ts";
import type { ProjectFacts } from "../facts.ts";
import type { Answers } from "./answers.ts";
import { awsCron } from "./cron.ts";
import { type Environment, environmentOf } from "./environment.ts";
import { processName, RESERVED } from "./names.ts";
import { healthCheckOf, type Routes, routesOf } from "./routes.ts";
import { asgiCommand, type Server, serverOf } from "./server.ts";
import { managePyInImage, type Update, updateOf } from "./update.ts";
import { type Celery, celeryOf, hasCelery } from "./workers.ts";

/** What the stack of an app is to be set to. */
export interface AppPlan {
  settingsModule: string;
  wsgiModule: string | undefined;
  kit: boolean;
  static: { where: "image" | "bucket"; reason: string };
  server: Server;
  routes: Routes;
  healthCheck: { path: string; reason: string };
  frontend: { enabled: boolean; command?: string[] };
  /** Undefined where there is no Celery. */
  celery: Celery | undefined;
  services: Record<string, { command: string[]; from: string; paths?: string[] }>;
  scheduled: Record<string, { command: string[]; from: string; schedule: string }>;
  update: Update;
  environment: Environment;
  extensions: string[];
  /** Where manage.py is in the image, if that isn't where it starts. */
  pythonPath: string | undefined;
}

/** Brings together what the project shows and what people answered. `given` are the variables that every app has. */
export function planApp(facts: ProjectFacts, answers: Answers, given: ReadonlySet<string>): AppPlan {
  const { settings, runs, frontend } = facts;
  const server = serverOf(facts);
  const hasChannels = hasApp(settings, "channels");
  const hasFrontend = frontend !== undefined && (frontend.framework === "nuxt" || frontend.isNamed);
  const wantsCelery = answers.celery ?? hasCelery(facts) !== undefined;
  const celery = wantsCelery ? celeryOf(facts) : undefined;
  const manage = managePyInImage(facts);
  const taken = new Set([...RESERVED, ...Object.keys(celery?.workers ?? {})]);
  const own = <T>(given: string, make: () => T): [string, T] => {
    const name = processName(given, taken);
    taken.add(name);
    return [name, make()];
  };
  const services = runs.services.map(({ name, from, command }) => own(name, () => ({ command, from })));
  const sockets = runs.sockets;
  const scheduled = runs.crons.flatMap(({ name, from, command, schedule }) => {
    const when = awsCron(schedule);
    return when === undefined ? [] : [own(name, () => ({ command, from, schedule: when }))];
  });
  const environment = environmentOf(facts, given);
  if (manage.folder !== undefined) environment.values.PYTHONPATH = manage.folder;
  return {
    settingsModule: settings.module,
    wsgiModule:
      runs.web !== undefined && !runs.web.command.isAsgi
        ? plain(runs.web.command.module ?? facts.wsgiModule)
        : plain(facts.wsgiModule),
    kit: true,
    static: settings.static,
    server,
    routes: routesOf(facts, hasFrontend, hasFrontend && hasChannels && server.isAsgi),
    healthCheck: healthCheckOf(facts),
    frontend: {
      enabled: hasFrontend,
      ...(hasFrontend && frontend.framework !== "nuxt" ? { command: ["npm", "start"] } : {}),
    },
    celery,
    services: Object.fromEntries([
      ...services,
      ...(sockets === undefined
        ? []
        : [
            own(sockets.name, () => ({
              command: asgiCommand(sockets.command, facts),
              from: sockets.from,
              paths: ["/ws/*"],
            })),
          ]),
    ]),
    scheduled: Object.fromEntries(scheduled),
    update: updateOf(facts, manage.path),
    environment,
    extensions: settings.engine === "postgis" ? ["postgis"] : [],
    pythonPath: manage.folder,
  };
}

/** gunicorn takes the variable `application` where none is named. */
const plain = (module: string | undefined): string | undefined => module?.replace(/:application$/, "");
