import type { Task } from "@aws-sdk/client-ecs";
import { ACCOUNT_RULES } from "./accountRules.ts";
import { type Diagnosis, diagnosisBy, type Rule } from "./diagnosis.ts";
import { ofSidecar, sidecarThatEnded } from "./endings.ts";
import { hintFromLog } from "./hints/fromLog.ts";
import { HOSTS } from "./hints/python.ts";
import { type Subject, settingOf } from "./hints/subject.ts";

const NETWORK =
  "The task's subnets need a way out: a NAT gateway, VPC endpoints (ecr.api, ecr.dkr, s3, logs, secretsmanager, ssm) or a public address.";

/** The first that matches counts. */
const RULES: Rule[] = [
  {
    pattern: /CannotPull(?!.*denied).*(not found|manifest unknown|does not exist)/i,
    cause: "its image isn't in the registry",
    hint: "It was deleted (by a lifecycle rule?) or never pushed: build and push this version again.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /CannotPull.*platform|exec format error/i,
    cause: "its image is built for another processor architecture",
    hint: (subject) =>
      `Build it for ${settingOf(subject, "architecture")} of the app's settings, for example \`docker buildx build --platform linux/arm64\`.`,
    patience: 1,
    isSure: true,
  },
  {
    pattern: /CannotPull.*(denied|no basic auth|not authorized|403)/i,
    cause: "it may not pull its image",
    hint: "The execution role needs ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /CannotPull.*(toomanyrequests|rate limit)/i,
    cause: "the registry's pull rate limit is used up",
    hint: "Keep the image in ECR.",
    patience: 3,
    heals: true,
    isSure: true,
  },
  { pattern: /CannotPull/i, cause: "its image can't be pulled", hint: NETWORK, patience: 2, isSure: true },
  {
    pattern: /ResourceInitialization.*(AccessDenied|not authorized)/i,
    cause: "it may not read its secrets",
    hint: "The execution role needs secretsmanager:GetSecretValue or ssm:GetParameters on each secret, and kms:Decrypt on its key.",
    patience: 1,
    isSure: true,
  },
  {
    pattern:
      /ResourceInitialization.*(secret|ssm|json key).*(NotFound|can't find|cannot find|invalid|did not contain)/i,
    cause: "one of its secrets doesn't exist or has no value",
    hint: "Create it and give it a value, or take it out of the app's settings and run `pulumi up`.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /ResourceInitialization.*(logger|log (group|stream))/i,
    cause: "it can't write its log",
    hint: "The log group is gone or the execution role may not write to it: run `pulumi up`.",
    patience: 1,
    isSure: true,
  },
  {
    pattern: /ResourceInitialization/i,
    cause: "AWS couldn't set it up",
    hint: NETWORK,
    patience: 2,
    isSure: true,
  },
  {
    pattern: /CannotStartContainer|executable file not found|CannotCreateContainer/i,
    cause: "its command can't be started",
    hint: (subject) =>
      subject?.kind === "run"
        ? "The command isn't in the image."
        : `The image lacks the command of ${settingOf(subject, "command")}.`,
    patience: 1,
    isSure: true,
  },
  {
    pattern: /OutOfMemory/i,
    cause: "it ran out of memory",
    hint: (subject) => `Raise ${settingOf(subject, "memoryMiB")}${fewer(subject)}.`,
    patience: 2,
    isSure: true,
  },
  ...ACCOUNT_RULES,
  {
    pattern: /container health checks/i,
    cause: "its container's health check fails",
    hint: (subject) =>
      `Run the command of ${settingOf(subject, "containerHealthCheck")} in the image by hand: docker run …`,
    patience: 2,
  },
  { pattern: /ELB health checks/i, cause: "the load balancer's health check fails", patience: 2 },
];

/** Other ways to make a process need less memory. */
function fewer(subject: Subject | undefined): string {
  if (subject?.process === "gunicorn") return ", or lower `gunicorn.processes`";
  const mayBeWorker =
    subject?.kind === "service" && subject.image === "backend" && subject.process !== "beat";
  return mayBeWorker ? ", or, of a Celery worker, lower its `concurrency`" : "";
}

/** What an exit code means by itself; gunicorn's own codes count for gunicorn only. */
function ofExitCode(code: number, subject?: Subject): Omit<Diagnosis, "patience"> {
  const cause = `it ended with exit code ${code}`;
  const isService = subject === undefined || subject.kind === "service";
  const isGunicorn = isService && subject?.process === "gunicorn";
  const command = subject?.kind === "run" ? "The command" : `The command (${settingOf(subject, "command")})`;
  switch (code) {
    case 0:
      return {
        cause: "its process ended by itself, with exit code 0",
        hint: isService
          ? `A service's command must keep running: see ${settingOf(subject, "command")}.`
          : undefined,
      };
    case 3:
    case 4:
      return {
        cause,
        hint: isGunicorn ? `gunicorn ends with ${code} when it can't import the application.` : undefined,
      };
    case 126:
      return { cause, hint: `${command} isn't executable: chmod +x in the Dockerfile.` };
    case 127:
      return { cause, hint: `${command} isn't in the image.` };
    case 137:
      return {
        cause: "it was killed (exit code 137)",
        hint: `That is mostly too little memory: raise ${settingOf(subject, "memoryMiB")}.${
          isService ? " Or the process doesn't end within its stop timeout." : ""
        }`,
      };
    case 139:
      return {
        cause: "it crashed (exit code 139)",
        hint: "A native library crashed: is the image built for this processor?",
      };
    case 143:
      return { cause: "it was asked to stop (exit code 143)" };
    default:
      return { cause };
  }
}

/** Who ended a task, where it wasn't its own doing: then its exit code says nothing. */
function ofStopCode(task: Task): Omit<Diagnosis, "patience"> | undefined {
  if (task.stopCode === "UserInitiated")
    return { cause: `somebody stopped it${task.stoppedReason ? ` (${task.stoppedReason})` : ""}` };
  if (task.stopCode === "SpotInterruption")
    return {
      cause: "AWS took its Spot capacity back",
      hint: "Run it again, or on `capacity: on-demand`.",
    };
  return undefined;
}

/**
 * What to do about a failure: what ECS is sure of counts more than the log, which may show unrelated trouble, and the log more than
 * what an exit code suggests.
 */
export function hintFor(
  diagnosis: Diagnosis | undefined,
  log: string[],
  subject?: Subject,
): string | undefined {
  if (diagnosis?.isSure) return diagnosis.hint;
  return hintFromLog(log, subject) ?? diagnosis?.hint;
}

/** What is known about a reason that ECS gives; undefined where no rule matches it. */
export function diagnoseReason(text: string, subject?: Subject, detail = text): Diagnosis | undefined {
  const rule = RULES.find((candidate) => candidate.pattern.test(text));
  return rule && diagnosisBy(rule, subject, withDetail(rule.cause, detail));
}

/** Why a task stopped, from what ECS says about it and its container. */
export function diagnoseTask(task: Task, container: string, subject?: Subject): Diagnosis {
  const own = task.containers?.find((candidate) => candidate.name === container);
  const text = [task.stoppedReason, own?.reason].filter(Boolean).join(" ");
  const ended = ofStopCode(task);
  if (ended !== undefined) return { ...ended, patience: 2, isSure: true };
  const known = diagnoseReason(text, subject, own?.reason ?? task.stoppedReason);
  if (known !== undefined) return known;
  const sidecar = sidecarThatEnded(task, container);
  if (sidecar !== undefined) return { ...ofSidecar(sidecar), patience: 2, isSure: true };
  const code = own?.exitCode;
  if (code !== undefined) return { ...ofExitCode(code, subject), patience: 2 };
  return { cause: text === "" ? "it stopped, and ECS doesn't say why" : `it stopped: ${text}`, patience: 2 };
}

/** Why a health check fails, from the load balancer's words. */
export function diagnoseHealth(reason: string, path?: string, subject?: Subject): Diagnosis {
  const status = Number(/codes: \[(\d+)/.exec(reason)?.[1]);
  const where = path === undefined ? "" : ` at ${path}`;
  const setting = settingOf(subject, "route.healthCheckPath");
  const isDjango = subject === undefined || subject.image === "backend";
  if (Number.isNaN(status))
    return {
      cause: `its health check fails${where}: ${reason}`,
      hint: `It doesn't listen on its port, or needs longer to start than the health check's grace period. That is ${settingOf(subject, "route.gracePeriodSeconds")}.`,
      patience: 2,
    };
  const cause = `its health check answers ${status}${where}`;
  if (status === 400) return { cause, hint: isDjango ? HOSTS : undefined, patience: 1 };
  if (status >= 300 && status < 400)
    return {
      cause,
      hint: isDjango
        ? "The health check is redirected, by SECURE_SSL_REDIRECT or a login: exempt its path (SECURE_REDIRECT_EXEMPT)."
        : `The health check is redirected: let ${setting} name a page that answers itself.`,
      patience: 1,
      isSure: true,
    };
  if (status === 401 || status === 403)
    return { cause, hint: "The health check's path must not ask for a login.", patience: 1, isSure: true };
  if (status === 404)
    return {
      cause,
      hint: isDjango
        ? `This version has no such URL: check the URLconf and the trailing slash. The path is ${setting}.`
        : `This version has no such page: change ${setting}.`,
      patience: 1,
      isSure: true,
    };
  return {
    cause,
    hint: isDjango ? "The health check's view fails: see the log." : "The page fails: see the log.",
    patience: 2,
  };
}

/** The cause with AWS's own words, unless they say no more than it does. */
function withDetail(cause: string, detail: string | undefined): string {
  return detail === undefined || /health checks/.test(detail) ? cause : `${cause} (${detail})`;
}
