import { expect, test } from "vitest";
import { replaced } from "../src/containers/replacements.ts";
import { scaled } from "../src/containers/timeScale.ts";
import type { Container } from "../src/environment/task.ts";

const container = (more: Partial<Container>): Container => ({
  name: "gunicorn",
  image: "backend:1",
  essential: true,
  entryPoint: [],
  command: [],
  environment: {},
  ports: [],
  dependsOn: [],
  stopTimeout: 75,
  init: true,
  ...more,
});

const place = {
  servers: [
    { host: "db.internal", port: 5432, localPort: 40001 },
    { host: "cache.internal", port: 6379, localPort: 40002 },
  ],
  ports: new Map([[8000, 40003]]),
  hostName: "ecs-1",
  memory: "/dev/shm/ecs-1",
  authority: "/ca.pem",
  aws: {
    url: "http://127.0.0.1:40004",
    credentialsUrl: "http://127.0.0.1:40004/credentials/x",
    region: "us-east-1",
  },
};

test("only what the table lists is replaced, and a variable of the container wins", () => {
  expect(
    replaced(
      container({
        command: ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "mysite.wsgi"],
        environment: {
          DATABASE_URL: "postgres://me:5432@db.internal:5432/alpha-db?sslmode=require",
          POSTGRES_SERVICE_HOST: "db.internal",
          POSTGRES_SERVICE_PORT: "5432",
          PGHOST: "db.internal",
          PGPORT: "5432",
          REDIS_URL: "rediss://:token@cache.internal:6379",
          OTHER_HOST: "elsewhere",
          OTHER_PORT: "5432",
          XDG_RUNTIME_DIR: "/dev/shm",
          HOST: "0.0.0.0",
          PORT: "8000",
          AWS_REGION: "eu-west-1",
          NOTE: "see /dev/shm",
        },
      }),
      place,
    ),
  ).toEqual({
    command: ["gunicorn", "--bind", "127.0.0.1:40003", "--worker-tmp-dir", "/dev/shm/ecs-1", "mysite.wsgi"],
    environment: {
      DATABASE_URL: "postgres://me:5432@127.0.0.1:40001/alpha-db?sslmode=require",
      POSTGRES_SERVICE_HOST: "127.0.0.1",
      POSTGRES_SERVICE_PORT: "40001",
      PGHOST: "127.0.0.1",
      PGPORT: "40001",
      REDIS_URL: "rediss://:token@127.0.0.1:40002",
      OTHER_HOST: "elsewhere",
      OTHER_PORT: "5432",
      XDG_RUNTIME_DIR: "/dev/shm/ecs-1",
      HOST: "127.0.0.1",
      PORT: "40003",
      AWS_REGION: "eu-west-1",
      NOTE: "see /dev/shm",
      DJANGO_ECS_STATE: "/dev/shm/ecs-1/django-ecs",
      AWS_ENDPOINT_URL: "http://127.0.0.1:40004",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
      HTTPS_PROXY: "http://127.0.0.1:40004",
      NO_PROXY: "127.0.0.1,localhost",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:40004/credentials/x",
      SSL_CERT_FILE: "/ca.pem",
      NODE_EXTRA_CA_CERTS: "/ca.pem",
      AWS_CA_BUNDLE: "/ca.pem",
    },
  });
});

test("each worker has a name of its own; beat and others have none", () => {
  const command = (words: string[]) => replaced(container({ command: words }), place).command;
  expect(command(["celery", "--app=mysite", "worker", "-Q", "a"])).toEqual([
    ...["celery", "--app=mysite", "worker", "--hostname", "celery@ecs-1", "-Q", "a"],
  ]);
  const beat = ["celery", "--app=mysite", "beat"];
  expect(command(beat)).toEqual(beat);
});

test("uvicorn listens where it can be reached", () => {
  const command = (words: string[]) => replaced(container({ command: words }), place).command;
  expect(command(["uvicorn", "--host=0.0.0.0", "--port=8000", "--workers=8000", "a:b"])).toEqual([
    ...["uvicorn", "--host=127.0.0.1", "--port=40003", "--workers=8000", "a:b"],
  ]);
  expect(command(["uvicorn", "--host", "0.0.0.0", "--port=1", "a:b"])).toEqual([
    ...["uvicorn", "--host", "127.0.0.1", "--port=1", "a:b"],
  ]);
});

test("a scale divides the seconds that a server on Spot goes on for", () => {
  const given = container({ command: ["sh", "-c", "…", "lame-duck", "20", "gunicorn", "--workers", "20"] });
  expect(scaled(given, 20).command).toEqual([
    "sh",
    "-c",
    "…",
    "lame-duck",
    "1",
    "gunicorn",
    "--workers",
    "20",
  ]);
});

test("a scale divides seconds in commands and variables; what is for ending stays", () => {
  const given = container({
    command: [
      ...["gunicorn", "--timeout", "60", "--graceful-timeout", "60", "--keep-alive", "70", "--workers", "60"],
      ...["--time-limit", "300", "worker_soft_shutdown_timeout=(float)105"],
      "data:text/javascript,this.keepAliveTimeout=70000;this.headersTimeout=71000;",
    ],
    environment: {
      CELERY_VISIBILITY_TIMEOUT: "43200",
      CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "105",
      CELERY_TASK_TIME_LIMIT: "10",
      NITRO_SHUTDOWN_TIMEOUT: "60000",
      SERVER_SHUTDOWN_TIMEOUT: "60",
      PORT: "3000",
    },
    stopTimeout: 120,
  });
  expect(scaled(given, 20)).toEqual({
    ...given,
    command: [
      ...["gunicorn", "--timeout", "60", "--graceful-timeout", "3", "--keep-alive", "4", "--workers", "60"],
      ...["--time-limit", "15", "worker_soft_shutdown_timeout=(float)5.25"],
      "data:text/javascript,this.keepAliveTimeout=3500;this.headersTimeout=3550;",
    ],
    environment: {
      CELERY_VISIBILITY_TIMEOUT: "2160",
      CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "5.25",
      CELERY_TASK_TIME_LIMIT: "1",
      NITRO_SHUTDOWN_TIMEOUT: "3000",
      SERVER_SHUTDOWN_TIMEOUT: "3",
      PORT: "3000",
    },
    stopTimeout: 20.25,
  });
  expect(scaled(given, 1)).toBe(given);
});
