import { hasApp } from "../django/settings.ts";
import type { ProjectFacts } from "../facts.ts";
import type { WebCommand } from "../processes/webServers.ts";

/** How the web server is started. */
export interface Server {
  isAsgi: boolean;
  reason: string;
  /** The program, which has to be in the image. */
  program: string;
  /** The whole command, where it isn't that of the library. */
  command?: string[];
  processes?: number;
  threads?: number;
}

/** Seconds that follow from the library's own: an idle connection is kept longer than the load balancer keeps it. */
const KEEP_ALIVE = "70";
const GRACEFUL = "60";

/** WSGI by gunicorn, unless the project runs ASGI. */
export function serverOf(facts: ProjectFacts): Server {
  const { runs, settings, requirements, wsgiModule, asgiModule } = facts;
  const web = runs.web?.command.server === "runserver" ? undefined : runs.web;
  const has = (name: string) => requirements.packages.has(name);
  if (web !== undefined) {
    const { isAsgi, server, workers, threads } = web.command;
    const reason = `${web.from} starts ${server}`;
    if (!isAsgi) {
      const own =
        server === "gunicorn"
          ? {
              ...(workers === undefined ? {} : { processes: workers }),
              ...(threads === undefined ? {} : { threads }),
            }
          : {};
      return { isAsgi, reason, program: "gunicorn", ...own };
    }
    return { isAsgi, reason, program: server, command: asgiCommand(web.command, facts) };
  }
  const isChannels = hasApp(settings, "channels") || hasApp(settings, "daphne");
  const server = hasApp(settings, "daphne")
    ? "daphne"
    : ["uvicorn", "daphne", "hypercorn", "granian"].find(has);
  const isOnlyAsgi = asgiModule !== undefined && wsgiModule === undefined;
  const isInstalled = asgiModule !== undefined && server !== undefined && !has("gunicorn");
  if (isChannels || isOnlyAsgi || isInstalled) {
    const program = server ?? "uvicorn";
    const reason = isChannels
      ? "Channels or Daphne is in INSTALLED_APPS"
      : isOnlyAsgi
        ? "there is an asgi.py and no wsgi.py"
        : `${program} is installed, and gunicorn isn't`;
    const blank = {
      server: program as WebCommand["server"],
      module: undefined,
      workers: undefined,
      workerClass: undefined,
    };
    return { isAsgi: true, reason, program, command: asgiCommand(blank, facts) };
  }
  return {
    isAsgi: false,
    reason: wsgiModule === undefined ? "nothing says otherwise" : "there is a wsgi.py",
    program: "gunicorn",
  };
}

/** The command of an ASGI server, with the time limits of the library. */
export function asgiCommand(
  { server, module, workers, workerClass }: Pick<WebCommand, "server" | "module" | "workers" | "workerClass">,
  { asgiModule }: Pick<ProjectFacts, "asgiModule">,
): string[] {
  const application =
    module ??
    (asgiModule === undefined ? "" : asgiModule.includes(":") ? asgiModule : `${asgiModule}:application`);
  const count = workers === undefined ? [] : ["--workers", String(workers)];
  switch (server) {
    case "gunicorn":
      return [
        "gunicorn",
        "--bind",
        "0.0.0.0:8000",
        "--worker-class",
        workerClass ?? "uvicorn_worker.UvicornWorker",
        "--workers",
        String(workers ?? 2),
        "--timeout",
        GRACEFUL,
        "--graceful-timeout",
        GRACEFUL,
        "--keep-alive",
        KEEP_ALIVE,
        "--worker-tmp-dir",
        "/dev/shm",
        "--access-logfile",
        "-",
        application,
      ];
    case "daphne":
      return ["daphne", "-b", "0.0.0.0", "-p", "8000", application];
    case "hypercorn":
      return [
        "hypercorn",
        "--bind",
        "0.0.0.0:8000",
        "--keep-alive",
        KEEP_ALIVE,
        "--graceful-timeout",
        GRACEFUL,
        ...count,
        application,
      ];
    case "granian":
      return ["granian", "--interface", "asgi", "--host", "0.0.0.0", "--port", "8000", ...count, application];
    default:
      return [
        "uvicorn",
        "--host",
        "0.0.0.0",
        "--port",
        "8000",
        "--timeout-keep-alive",
        KEEP_ALIVE,
        "--timeout-graceful-shutdown",
        GRACEFUL,
        ...count,
        application,
      ];
  }
}
