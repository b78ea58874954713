import type { Container } from "../environment/task.ts";

/*
 * Time limits are minutes long. With a scale of 20 a process gets a twentieth of each, so that a test of them takes seconds.
 */

/** Seconds of a stop timeout that are for ending and not for waiting: they don't shrink. `STOP_MARGIN` of pulumi-aws-django's timeouts. */
const STOP_MARGIN = 15;

/**
 * Options that take seconds, each with whether it may have decimals. gunicorn's `--timeout` isn't among them: it ends a process whose main thread
 * hangs, and on a busy machine a healthy one can hang for a few seconds.
 */
const OPTIONS: Record<string, "whole" | "decimals"> = {
  "--graceful-timeout": "whole",
  "--keep-alive": "whole",
  "--timeout-graceful-shutdown": "whole",
  "--timeout-keep-alive": "whole",
  "--time-limit": "decimals",
  "--soft-time-limit": "decimals",
  // What the words before a server's command on Spot are called: seconds follow.
  "lame-duck": "decimals",
};

/** Variables that hold seconds, or milliseconds. */
const VARIABLES: Record<string, "whole" | "decimals"> = {
  CELERY_TASK_TIME_LIMIT: "whole",
  CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "decimals",
  CELERY_VISIBILITY_TIMEOUT: "whole",
  DATABASE_STATEMENT_TIMEOUT_SECONDS: "whole",
  NITRO_SHUTDOWN_TIMEOUT: "whole",
  SERVER_SHUTDOWN_TIMEOUT: "whole",
};

/** What a word of a command holds in seconds or milliseconds: Celery's setting after its options, and the module before Nuxt's server. */
const WORDS = [
  /(?<=^worker_soft_shutdown_timeout=\(float\))[\d.]+$/,
  /(?<=\bthis\.(?:keepAlive|headers)Timeout=)\d+/g,
];

/** The container with its time limits divided by `scale`; 1 leaves it as it is. What has to be a whole number is at least 1. */
export function scaled(container: Container, scale: number): Container {
  if (scale === 1) return container;
  const less = (value: string, kind: "whole" | "decimals") => {
    const seconds = Number(value) / scale;
    if (!Number.isFinite(seconds)) return value;
    return String(kind === "whole" ? Math.max(1, Math.round(seconds)) : seconds);
  };
  const { command, environment, stopTimeout } = container;
  return {
    ...container,
    command: command.map((word, i) => {
      const kind = OPTIONS[command[i - 1] ?? ""];
      if (kind !== undefined) return less(word, kind);
      return WORDS.reduce((text, pattern) => text.replace(pattern, (value) => less(value, "decimals")), word);
    }),
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => {
        const kind = VARIABLES[name];
        return [name, kind === undefined ? value : less(value, kind)];
      }),
    ),
    stopTimeout: STOP_MARGIN + Math.max(0, stopTimeout - STOP_MARGIN) / scale,
  };
}
