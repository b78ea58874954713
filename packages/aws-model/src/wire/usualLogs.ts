import type { Scenario } from "../ecs/behaviour.ts";

/** What containers of a good version write: the lines of gunicorn, Celery and Nuxt, as short as possible. */
export const usualLogs: Scenario = {
  gunicorn: {
    log: [
      "[{time}] [1] [INFO] Starting gunicorn 23.0.0",
      "[{time}] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)",
      "[{time}] [1] [INFO] Using worker: gthread",
      "[{time}] [7] [INFO] Booting worker with pid: 7",
    ],
    traffic:
      '10.0.0.12 - - [{access time}] "GET /api/health-check/ HTTP/1.1" 200 2 "-" "ELB-HealthChecker/2.0"',
  },
  default: {
    log: [
      "[{time}: INFO/MainProcess] Connected to the broker",
      "[{time}: INFO/MainProcess] celery@default ready.",
    ],
  },
  beat: { log: ["[{time}: INFO/MainProcess] beat: Starting..."] },
  "web-ui": { log: ["Listening on http://[::]:3000"] },
};
