import type { Task } from "@aws-sdk/client-ecs";
import { ACCOUNT_RULES } from "./accountRules.ts";
import type { Diagnosis, Rule } from "./diagnosis.ts";

const NETWORK =
  "The task's subnets need a way out: a NAT gateway, VPC endpoints (ecr.api, ecr.dkr, s3, logs, secretsmanager, ssm) or a public address.";

/** The first that matches counts. */
const RULES: Rule[] = [
  {
    pattern: /CannotPull.*(not found|manifest unknown|does not exist)/i,
    cause: "its image isn't in the registry",
    hint: "It was deleted (by a lifecycle rule?) or never pushed: build and push this version again.",
    patience: 1,
  },
  {
    pattern: /CannotPull.*platform|exec format error/i,
    cause: "its image is built for another processor architecture",
    hint: "Build it for the architecture of the app's settings, for example `docker buildx build --platform linux/arm64`.",
    patience: 1,
  },
  {
    pattern: /CannotPull.*(denied|no basic auth|not authorized|403)/i,
    cause: "it may not pull its image",
    hint: "The execution role needs ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository.",
    patience: 1,
  },
  {
    pattern: /CannotPull.*(toomanyrequests|rate limit)/i,
    cause: "the registry's pull rate limit is used up",
    hint: "Keep the image in ECR.",
    patience: 3,
    heals: true,
  },
  { pattern: /CannotPull/i, cause: "its image can't be pulled", hint: NETWORK, patience: 2 },
  {
    pattern: /ResourceInitialization.*(AccessDenied|not authorized)/i,
    cause: "it may not read its secrets",
    hint: "The execution role needs secretsmanager:GetSecretValue or ssm:GetParameters on each secret, and kms:Decrypt on its key.",
    patience: 1,
  },
  {
    pattern:
      /ResourceInitialization.*(secret|ssm|json key).*(NotFound|can't find|cannot find|invalid|did not contain)/i,
    cause: "one of its secrets doesn't exist or has no value",
    hint: "Create it and give it a value, or take it out of the app's settings and run `pulumi up`.",
    patience: 1,
  },
  {
    pattern: /ResourceInitialization.*log/i,
    cause: "it can't write its log",
    hint: "The log group is gone or the execution role may not write to it: run `pulumi up`.",
    patience: 1,
  },
  {
    pattern: /ResourceInitialization/i,
    cause: "AWS couldn't set it up",
    hint: NETWORK,
    patience: 2,
  },
  {
    pattern: /CannotStartContainer|executable file not found|CannotCreateContainer/i,
    cause: "its command can't be started",
    hint: "The command of the app's settings isn't in the image.",
    patience: 1,
  },
  {
    pattern: /OutOfMemory/i,
    cause: "it ran out of memory",
    hint: "Give the process more memory in the app's settings, or fewer gunicorn workers or Celery children.",
    patience: 2,
  },
  ...ACCOUNT_RULES,
  {
    pattern: /container health checks/i,
    cause: "its container's health check fails",
    hint: "Run the health check's command in the image by hand: docker run …",
    patience: 2,
  },
  { pattern: /ELB health checks/i, cause: "the load balancer's health check fails", patience: 2 },
];

const EXIT_CODES: Record<number, Omit<Diagnosis, "patience">> = {
  0: {
    cause: "its process ended by itself, with exit code 0",
    hint: "A service's command must keep running.",
  },
  3: {
    cause: "it ended with exit code 3",
    hint: "gunicorn ends with 3 when it can't import the application.",
  },
  126: {
    cause: "it ended with exit code 126",
    hint: "The command isn't executable: chmod +x in the Dockerfile.",
  },
  127: { cause: "it ended with exit code 127", hint: "The command isn't in the image." },
  137: {
    cause: "it was killed (exit code 137)",
    hint: "That is mostly too little memory, or a process that doesn't end within its stop timeout.",
  },
  139: {
    cause: "it crashed (exit code 139)",
    hint: "A native library crashed: is the image built for this processor?",
  },
};

/** What the log of a Django, Celery or Nuxt process gives away. The first that matches counts. */
const LOG_HINTS: [RegExp, (match: RegExpExecArray) => string][] = [
  [/Invalid HTTP_HOST header: '?([^'\s]+)|DisallowedHost/, () => hostsHint],
  [
    /ImproperlyConfigured: (.+)/,
    (match) =>
      `Django doesn't accept its settings: ${match[1]}. Variables and secrets are in the app's settings: add it, run \`pulumi up\`, release again.`,
  ],
  [
    /KeyError: '([A-Z][A-Z0-9_]+)'/,
    (match) => `The variable ${match[1]} is missing: add it to the app's settings and run \`pulumi up\`.`,
  ],
  [
    /ModuleNotFoundError: No module named '([^']+)'/,
    (match) => `The image lacks the Python package of \`${match[1]}\`.`,
  ],
  [
    /password authentication failed/,
    () =>
      "Postgres doesn't accept the password: the database's secret was changed without the database, or the other way round.",
  ],
  [
    /(could not translate host name|connection to server at .* failed|OperationalError.*(timeout|refused))/,
    () => "Postgres can't be reached: check POSTGRES_SERVICE_HOST and the security groups.",
  ],
  [
    /relation "([^"]+)" does not exist/,
    (match) =>
      `The table ${match[1]} doesn't exist: its migration isn't in this version, or depends on another database.`,
  ],
  [
    /(IntegrityError|could not create unique index)/,
    () =>
      "Rows in the database don't fit the migration: clean the data in a migration before it, then release again.",
  ],
  [
    /(lock timeout|deadlock detected|canceling statement due to statement timeout)/,
    () => "The migration waited too long for a lock: run it at a quiet time, or split it.",
  ],
  [
    /InconsistentMigrationHistory|NodeNotFoundError|Conflicting migrations/,
    () => "The migrations of this version don't fit those in the database: was it built from another branch?",
  ],
  [
    /(redis|kombu).*(ConnectionError|OperationalError|NOAUTH|WRONGPASS|Timeout)/i,
    () => "The broker can't be reached: check REDIS_SERVICE_HOST, its password and the security groups.",
  ],
  [
    /Worker failed to boot/,
    () => "gunicorn couldn't import the application: the traceback is in the log above.",
  ],
];

const hostsHint =
  "Django answers 400 to a Host header that isn't in ALLOWED_HOSTS, and the load balancer's health check sends the task's IP address: answer the health check in a middleware before Django checks the host, or add the task's own address to ALLOWED_HOSTS.";

/** What is known of a reason that ECS gives; undefined where no rule knows it. */
export function diagnoseReason(text: string, detail = text): Diagnosis | undefined {
  const rule = RULES.find((candidate) => candidate.pattern.test(text));
  if (rule === undefined) return undefined;
  const { cause, hint, patience, heals } = rule;
  return { cause: withDetail(cause, detail), hint, patience, ...(heals ? { heals } : {}) };
}

/** Why a stopped task stopped, by what ECS says of it and of its container. */
export function diagnoseTask(task: Task, container: string): Diagnosis {
  const own = task.containers?.find((candidate) => candidate.name === container);
  const text = [task.stoppedReason, own?.reason].filter(Boolean).join(" ");
  const known = diagnoseReason(text, own?.reason ?? task.stoppedReason);
  if (known !== undefined) return known;
  const code = own?.exitCode;
  if (code !== undefined)
    return { ...(EXIT_CODES[code] ?? { cause: `it ended with exit code ${code}` }), patience: 2 };
  return { cause: text === "" ? "it stopped, and ECS doesn't say why" : `it stopped: ${text}`, patience: 2 };
}

/** Why a health check fails, from the load balancer's words. */
export function diagnoseHealth(reason: string, path?: string): Diagnosis {
  const status = Number(/codes: \[(\d+)/.exec(reason)?.[1]);
  const where = path === undefined ? "" : ` at ${path}`;
  if (Number.isNaN(status))
    return {
      cause: `its health check fails${where}: ${reason}`,
      hint: "It doesn't listen on its port, or needs longer to start than the health check's grace period.",
      patience: 2,
    };
  const cause = `its health check answers ${status}${where}`;
  if (status === 400) return { cause, hint: hostsHint, patience: 1 };
  if (status >= 300 && status < 400)
    return {
      cause,
      hint: "The health check is redirected, by SECURE_SSL_REDIRECT or a login: exempt its path (SECURE_REDIRECT_EXEMPT).",
      patience: 1,
    };
  if (status === 401 || status === 403)
    return { cause, hint: "The health check's path must not ask for a login.", patience: 1 };
  if (status === 404)
    return {
      cause,
      hint: "This version has no such URL: check the URLconf and the trailing slash.",
      patience: 1,
    };
  return { cause, hint: "The health check's view fails: see the log.", patience: 2 };
}

/** What the last lines of a process's log say to somebody who knows Django. */
export function hintFromLog(lines: string[]): string | undefined {
  const text = lines.join("\n");
  for (const [pattern, hint] of LOG_HINTS) {
    const match = pattern.exec(text);
    if (match !== null) return hint(match);
  }
  return undefined;
}

/** Whether a task's end says something of its version: scaling in, Spot and people stop tasks too. */
export function isFailure(task: Task): boolean {
  if (task.stopCode === "TaskFailedToStart" || endedByItself(task)) return true;
  return /health checks/.test(task.stoppedReason ?? "");
}

/** Whether a container of the task ended although nobody had told it to. */
export function endedByItself(task: Task): boolean {
  return (
    task.stopCode === "EssentialContainerExited" || /^Essential container/.test(task.stoppedReason ?? "")
  );
}

/** The cause with AWS's own words, unless they say no more than it does. */
function withDetail(cause: string, detail: string | undefined): string {
  return detail === undefined || /health checks/.test(detail) ? cause : `${cause} (${detail})`;
}
