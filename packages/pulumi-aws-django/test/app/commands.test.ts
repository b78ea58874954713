import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  beatCommand,
  gunicornCommand,
  nuxtCommand,
  UPDATE_COMMAND,
  workerCommand,
} from "../../src/app/plan/commands.ts";
import { promiseOf } from "../support/record.ts";

test("gunicorn: every time limit follows from the request's and the load balancer's", async () => {
  const command = gunicornCommand({
    wsgiModule: "backend.wsgi",
    port: 8000,
    processes: 2,
    threads: 4,
    requestTimeout: 60,
    gracefulTimeout: 60,
    idleTimeout: 65,
  });
  expect((await promiseOf(command)).join(" ")).toBe(
    "gunicorn --bind 0.0.0.0:8000 --worker-class gthread --workers 2 --threads 4 --timeout 60 --graceful-timeout 60 --keep-alive 70 --worker-tmp-dir /dev/shm --access-logfile - backend.wsgi",
  );
});

test("a worker consumes its queues, with a time limit where there is one", () => {
  expect(
    workerCommand("backend.celery_app:app", ["alpha.default", "alpha.mail"], 2, undefined).join(" "),
  ).toBe(
    "celery --app=backend.celery_app:app worker --loglevel=INFO --without-gossip --without-mingle --concurrency 2 -Q alpha.default,alpha.mail",
  );
  expect(workerCommand("app", ["q"], 1, 30).join(" ")).toBe(
    "celery --app=app worker --loglevel=INFO --without-gossip --without-mingle --concurrency 1 --time-limit 30 -Q q",
  );
});

test("beat and the release task", () => {
  expect(beatCommand("backend.celery_app:app").join(" ")).toBe(
    "celery --app=backend.celery_app:app beat --loglevel=INFO --schedule /dev/shm/celerybeat-schedule",
  );
  expect(UPDATE_COMMAND).toEqual(["python", "manage.py", "pre_update"]);
});

test("Nuxt's server keeps idle connections longer than the load balancer, without knowing of it", async () => {
  const [node, ...args] = await promiseOf(nuxtCommand(65));
  expect(node).toBe("node");
  expect(args.at(-1)).toBe(".output/server/index.mjs");

  const folder = mkdtempSync(join(tmpdir(), "nuxt-"));
  const server = join(folder, "server.mjs");
  writeFileSync(
    server,
    `import { createServer } from "node:http";
     const server = createServer().listen(0, () => {
       console.log(server.keepAliveTimeout, server.headersTimeout, server.listening);
       server.close();
     });`,
  );
  try {
    const child = spawn(process.execPath, [...args.slice(0, -1), server], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = (await child.stdout.toArray()).join("");
    await (child.exitCode === null ? once(child, "exit") : undefined);
    expect(output).toBe("70000 71000 true\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
