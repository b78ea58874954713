import { expect, test } from "vitest";
import { beatCommand, gunicornCommand, updateCommand, workerCommand } from "../../src/app/plan/commands.ts";
import { promiseOf } from "../support/record.ts";

test("gunicorn: every time limit follows from the request's and the load balancer's", async () => {
  const command = gunicornCommand(
    {},
    {
      wsgiModule: "backend.wsgi",
      port: 8000,
      cpu: 512,
      requestTimeout: 60,
      gracefulTimeout: 60,
      idleTimeout: 65,
      kit: false,
    },
  );
  expect((await promiseOf(command)).join(" ")).toBe(
    'gunicorn --bind 0.0.0.0:8000 --worker-class gthread --workers 2 --threads 4 --timeout 60 --graceful-timeout 60 --keep-alive 70 --worker-tmp-dir /dev/shm --access-logfile - --access-logformat %({x-forwarded-for}i)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(D)s backend.wsgi',
  );
});

test("a worker consumes its queues, with a time limit where there is one, and puts back what takes longer than it may wait", () => {
  expect(
    workerCommand("backend.celery_app:app", ["alpha.default", "alpha.mail"], 2, undefined).join(" "),
  ).toBe(
    "celery --app=backend.celery_app:app worker --loglevel=INFO --without-gossip --without-mingle --concurrency 2 worker_soft_shutdown_timeout=(float)105 -Q alpha.default,alpha.mail",
  );
  expect(workerCommand("app", ["q"], 1, 106).slice(-5)).toEqual([
    "--time-limit",
    "106",
    "worker_soft_shutdown_timeout=(float)105",
    "-Q",
    "q",
  ]);
  expect(workerCommand("app", ["q"], 1, 30).join(" ")).toBe(
    "celery --app=app worker --loglevel=INFO --without-gossip --without-mingle --concurrency 1 --time-limit 30 -Q q",
  );
});

test("beat and the release task", () => {
  expect(beatCommand("backend.celery_app:app").join(" ")).toBe(
    "celery --app=backend.celery_app:app beat --loglevel=INFO --schedule /dev/shm/celerybeat-schedule",
  );
  expect(updateCommand("bucket")).toEqual([
    "sh",
    "-c",
    "python manage.py migrate --noinput && exec python manage.py collectstatic --noinput",
  ]);
  expect(updateCommand("image")).toEqual(["python", "manage.py", "migrate", "--noinput"]);
});
