import type { LogRule } from "./logRule.ts";
import { type Subject, settingOf } from "./subject.ts";

export const HOSTS =
  "Django answers 400 to a Host header that isn't in ALLOWED_HOSTS, and the load balancer's health check sends the task's IP address: answer the health check in a middleware before Django checks the host, or add the task's own address to ALLOWED_HOSTS.";

const variable = (name: string | undefined) =>
  `The variable ${name} is missing: add it to the app's settings (\`environment\`, or \`secrets\`) and run \`pulumi up\`, then release again.`;

/** The last line of a traceback that names a file of somebody's code: not of the import machinery. */
function importer(text: string, before: number): string {
  const files = [...text.slice(0, before).matchAll(/^\s*File "([^"]+)"/gm)].map(([, file = ""]) => file);
  return files.filter((file) => !/importlib/.test(file)).at(-1) ?? "";
}

function missingModule(name: string, by: string): string {
  if (/django\/conf\/__init__\.py$/.test(by) || (by === "" && /(^|\.)settings([._]|$)/.test(name)))
    return `The image has no settings module \`${name}\`: set \`django.settingsModule\` to the one it has, and WORKDIR to the folder that holds manage.py.`;
  if (/gunicorn\/util\.py$/.test(by) || (by === "" && /\.(wsgi|asgi)$/.test(name)))
    return `The image has no module \`${name}\` for gunicorn: set \`django.wsgiModule\` to the one it has, and WORKDIR to the folder that holds manage.py.`;
  if (/django\/apps\/config\.py$/.test(by)) return `INSTALLED_APPS names \`${name}\`, which the image lacks.`;
  if (by !== "" && name.includes("."))
    return `The image lacks the Python module \`${name}\`, which ${by} imports: does .dockerignore leave it out?`;
  return `The image lacks the Python package of \`${name}\`.`;
}

function unknownCommand(name: string, subject: Subject | undefined): string {
  if (subject?.kind === "run")
    return `This version has no management command \`${name}\`: check its spelling, and that its app is in INSTALLED_APPS.`;
  return `This version has no management command \`${name}\`: add it (its app must be in INSTALLED_APPS), or set ${settingOf(subject, "command")} to one it has, for example [python, manage.py, migrate].`;
}

/** Python, Django, gunicorn and Celery. */
export const PYTHON: LogRule[] = [
  {
    pattern: /exec format error/,
    hint: (_, { subject }) =>
      `The image is built for another processor than ${settingOf(subject, "architecture")} of the app's settings: build it for that, for example \`docker buildx build --platform linux/arm64\`.`,
  },
  { pattern: /Invalid HTTP_HOST header|DisallowedHost/, hint: HOSTS },
  {
    pattern: /Unknown command: '?([\w-]+)'?/,
    hint: ([, name = ""], { subject }) => unknownCommand(name, subject),
  },
  {
    pattern: /ImproperlyConfigured: Set the (\w+) environment variable/,
    hint: ([, name]) => variable(name),
  },
  {
    pattern: /(?:UndefinedValueError: (\w+) not found|EnvError: Environment variable "(\w+)" not set)/,
    hint: ([, one, two]) => variable(one ?? two),
  },
  {
    pattern: /Error loading (psycopg2 or psycopg|psycopg2|psycopg) module|no pq wrapper available/,
    hint: "The image lacks Postgres's driver: install psycopg[binary] (or psycopg with libpq5).",
  },
  {
    pattern: /settings are not configured/,
    hint: "Django's settings are used before DJANGO_SETTINGS_MODULE is read: don't overwrite it (`django.settingsModule` sets it), and call django.setup() in scripts of your own.",
  },
  {
    pattern: /ImproperlyConfigured: (.+)/,
    hint: ([, message]) => `Django doesn't accept its settings: ${message?.replace(/\.$/, "")}.`,
  },
  { pattern: /KeyError: '([A-Z][A-Z0-9_]+)'/, hint: ([, name]) => variable(name) },
  {
    pattern:
      /Unable to load celery application\.\s+(?:The module|Module '?)\s*'?([\w.:]+)|Module '([\w.]+)' has no attribute '(\w+)'/,
    hint: ([, one, two]) =>
      `The image has no Celery app \`${one ?? two}\`: set \`django.celeryApp\` to the one it has, and WORKDIR to the folder that holds manage.py.`,
  },
  {
    pattern: /Failed to find attribute '(\w+)' in '([\w.]+)'/,
    hint: ([, name, module]) =>
      `\`${module}\` has no \`${name}\`: set \`django.wsgiModule\` to the module (or module:variable) that has the WSGI application.`,
  },
  {
    pattern: /ModuleNotFoundError: No module named '([^']+)'/,
    hint: (match, { text }) => missingModule(match[1] ?? "", importer(text, match.index)),
  },
  {
    pattern: /: No module named (\w+)$/m,
    hint: ([, name]) => `The image lacks the Python package of \`${name}\`.`,
  },
  {
    pattern: /Couldn't import Django/,
    hint: "The image lacks Django, or starts another Python than the one it is installed for: check PATH and the virtual environment.",
  },
  {
    pattern: /can't open file '([^']+)'/,
    hint: ([, file], { subject }) =>
      `The image has no ${file}: set WORKDIR to the folder that holds it, or change ${subject?.kind === "run" ? "the command" : settingOf(subject, "command")}.`,
  },
  {
    pattern: /ImportError: (\S+\.so[\w.]*): cannot open shared object file/,
    hint: ([, file]) => `The image lacks the system library ${file}: install its package in the Dockerfile.`,
  },
  {
    pattern: /Missing staticfiles manifest entry for '([^']+)'/,
    hint: ([, file]) =>
      `The manifest of static files doesn't know ${file}: \`update.command\` must run collectstatic for this version, and the file must be in it. Versions that share one staticfiles.json overwrite each other's.`,
  },
  {
    pattern: /No usable temporary directory found/,
    hint: (_, { subject }) =>
      `The image's user can't write to /tmp: take it out of ${settingOf(subject, "writablePaths")}, bring the stack up and release again. It is in memory then, and any user may write there.`,
  },
  {
    pattern: /(?:Read-only file system|PermissionError: \[Errno 13\] Permission denied): '([^']+)'/,
    hint: ([, file], { subject }) =>
      `The process may not write ${file}: use /tmp, or see ${settingOf(subject, "writablePaths")}.`,
  },
  {
    pattern: /OSError: \[Errno 28\] No space left on device/,
    hint: (_, { subject }) =>
      `The container's disk is full: raise ${settingOf(subject, "ephemeralStorageGiB")}.`,
  },
  {
    pattern: /InconsistentMigrationHistory|NodeNotFoundError/,
    hint: "The migrations of this version don't fit those in the database: was it built from another branch?",
  },
  {
    pattern: /Conflicting migrations detected/,
    hint: "Two branches have each added a migration: run `python manage.py makemigrations --merge` and build again.",
  },
  {
    pattern: /WorkerLostError.*SIGKILL|was sent SIGKILL! Perhaps out of memory|\bMemoryError\b/,
    hint: (_, { subject }) => `It is short of memory: raise ${settingOf(subject, "memoryMiB")}.`,
  },
];

/** Lines that only say that something else went wrong. */
export const PYTHON_AT_LAST: LogRule[] = [
  {
    pattern: /Worker failed to boot|App failed to load/,
    hint: "gunicorn couldn't import the application: the traceback is in the log above.",
  },
];
