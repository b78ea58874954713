import type { Container } from "../../ecs/container.ts";

/**
 * Whether Celery's loop has gone round within a minute, by the files that django-ecs-kit touches (its `heartbeat.py`). A worker that has lost
 * its broker waits for it, which is well: to start it anew would help nobody. One that never reached it has no heartbeat, so that a
 * release with a wrong token fails.
 *
 * By a shell and `find`: `python -m django_ecs.health` says the same, and takes 0.05 s of CPU each time.
 */
export function heartbeatCheck(process: "worker" | "beat"): NonNullable<Container["healthCheck"]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
  const folder = '"${DJANGO_ECS_STATE:-/dev/shm/django-ecs}"';
  return {
    command: [
      "sh",
      "-c",
      `find ${folder} -name ${process}-waiting -o -name ${process}-alive -mmin -1 | grep -q .`,
    ],
    // Often, because a release waits for the first that succeeds, and patient, because Django may load for long on a small CPU.
    interval: 10,
    timeout: 10,
    retries: 3,
    startPeriod: 180,
  };
}
