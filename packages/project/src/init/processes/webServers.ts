import { number, optionsOf } from "./words.ts";

/** A web server, as a command starts it. */
export interface WebCommand {
  kind: "web";
  server: "gunicorn" | "uvicorn" | "daphne" | "hypercorn" | "granian" | "waitress" | "uwsgi" | "runserver";
  /** Python path of the application: `shop.wsgi:application`. */
  module: string | undefined;
  isAsgi: boolean;
  workers: number | undefined;
  threads: number | undefined;
  timeout: number | undefined;
  workerClass: string | undefined;
  /** The folder that it changes to. */
  folder: string | undefined;
  settings: string | undefined;
}

/** A server of which nothing more is known. */
export const blank = (server: WebCommand["server"]): WebCommand => ({
  kind: "web",
  server,
  module: undefined,
  isAsgi: false,
  workers: undefined,
  threads: undefined,
  timeout: undefined,
  workerClass: undefined,
  folder: undefined,
  settings: undefined,
});

/** The application that words name. */
export const moduleIn = (words: readonly string[]): string | undefined =>
  words.find((word) => /^[A-Za-z_]\w*(\.\w+)*(:[\w.()]+)?$/.test(word) && /\.|:/.test(word));

export function gunicorn(words: readonly string[]): WebCommand {
  const names = {
    "-w": "--workers",
    "-k": "--worker-class",
    "-t": "--timeout",
    "-b": "--bind",
    "-c": "--config",
    "-e": "--env",
    "-n": "--name",
    "-u": "--user",
    "-g": "--group",
    "-m": "--umask",
    "-p": "--pid",
  };
  const flags = new Set([
    "--preload",
    "--reload",
    "--daemon",
    "-D",
    "--capture-output",
    "--spew",
    "--check-config",
    "--no-sendfile",
    "--enable-stdio-inheritance",
    "--proxy-protocol",
    "--reuse-port",
    "-R",
    "--disable-redirect-access-to-syslog",
  ]);
  const { options, others } = optionsOf(words, names, flags);
  const workerClass = options["--worker-class"];
  const settings = /^DJANGO_SETTINGS_MODULE=(\S+)$/.exec(options["--env"] ?? "")?.[1];
  const module = moduleIn(others);
  return {
    ...blank("gunicorn"),
    module,
    isAsgi: /uvicorn|asgi|hypercorn/i.test(workerClass ?? ""),
    workers: number(options["--workers"]),
    threads: number(options["--threads"]),
    timeout: number(options["--timeout"]),
    workerClass,
    folder: options["--chdir"],
    settings,
  };
}

export function asgi(
  server: "uvicorn" | "daphne" | "hypercorn" | "granian",
  words: readonly string[],
): WebCommand {
  const names = {
    "-w": "--workers",
    "-b": "--bind",
    "-p": "--port",
    "-k": "--worker-class",
    "-t": "--application-close-timeout",
    "-v": "--verbosity",
  };
  const flags = new Set([
    "--reload",
    "--proxy-headers",
    "--no-access-log",
    "--access-log",
    "--no-server-header",
    "--debug",
    "--no-proxy-headers",
  ]);
  const { options, others } = optionsOf(words, names, flags);
  return {
    ...blank(server),
    module: moduleIn(others),
    isAsgi: !/wsgi/i.test(options["--interface"] ?? ""),
    workers: number(options["--workers"]),
    folder: options["--app-dir"] ?? options["--working-dir"],
  };
}
