import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENVIRONMENT } from "../../../pulumi-aws-django/src/app/plan/environment.ts";
import { type RunningContainer, readEnvironment, type Servers, startServers } from "../../src/index.ts";
import { NOT_ASKED_FOR } from "../support/contract.ts";
import { askedFor, makeProject, type Project } from "../support/django.ts";
import { ask } from "../support/http.ts";
import { stacks } from "../support/stacks.ts";
import { keysIn, Release } from "../support/story.ts";

/*
 * What `startproject` makes, with the steps of a README, under the contract of the containers: real commands, variables, secrets and servers.
 */

/** Variables that a process of one of the stories has asked for. */
const asked = new Set<string>();

let servers: Servers;
let world: Awaited<ReturnType<typeof stacks>>;

beforeAll(async () => {
  world = await stacks();
  servers = await startServers(world);
});
afterAll(() => servers?.stop());

describe.each([
  // The stack beta has the setting `django.kit`, as the kit's README says.
  { app: "beta", django: "5.2", way: "kit" },
  { app: "alpha", django: "6.1", way: "hand" },
] as const)("Django $django by the README's steps ($way), as $app", ({ app, django, way }) => {
  const host = `${app}.example.com`;
  const name = `ublog-${app}`;
  let project: Project;
  let next: Project;
  let first: Release;
  let second: Release;
  let web: RunningContainer;
  let worker: RunningContainer;
  let bucket: string;

  beforeAll(async () => {
    project = await makeProject(django, way);
    next = anotherVersion(project);
    const version = (is: string, image: Project) =>
      new Release(readEnvironment(world, { environment: app, version: is }), image, servers);
    first = version("1.0.0", project);
    second = version("2.0.0", next);
    const [container] = first.environment.task("gunicorn").containers;
    bucket = container?.environment.S3_BUCKET_NAME ?? "";
  });
  afterAll(async () => {
    await Promise.all([first?.stop(), second?.stop()]);
    for (const one of [project, next]) one?.remove();
  });

  test("the update task makes the database, migrates it and collects static files", async () => {
    const { exitCodes, reason, output } = await first.update();
    expect([reason, exitCodes], JSON.stringify(output)).toEqual([
      undefined,
      { database: 0, backend_update: 0 },
    ]);
    expect(await keysIn(servers, bucket)).toEqual(expect.arrayContaining([`${name}/static/shop/v1.css`]));
  });

  test("gunicorn answers the load balancer and browsers", async () => {
    web = await first.gunicorn();
    expect(await ask(`${web.url}/api/health-check/`)).toEqual({ status: 200, body: "ok" });
    expect((await ask(web.url)).status).toBe(400);
    expect((await ask(`${web.url}/admin/login/`, { host })).status).toBe(200);
    const page = await ask(web.url, { host });
    expect(page.status).toBe(200);
    const [, key] = /href="https:\/\/[a-z0-9]+\.cloudfront\.net\/([^"]+)"/.exec(page.body) ?? [];
    expect(key).toMatch(new RegExp(`^${name}/static/shop/v1\\.[0-9a-f]+\\.css$`));
    expect(await keysIn(servers, bucket)).toContain(key);
  });

  test("a worker does what gunicorn and beat send", async () => {
    worker = await first.worker();
    expect((await ask(`${web.url}/order/`, { host, file: Buffer.from("") })).status).toBe(200);
    await worker.process.printed(/greeted a customer/);
    const beat = await first.start("beat", /Sending due task greet/);
    await worker.process.printed(/greeted beat/);
    if (way === "hand") return;
    // By the heartbeats, with the very commands that ECS runs.
    expect([await worker.isHealthy(), await beat.isHealthy()]).toEqual([true, true]);
    expect(web.process.output()).not.toContain("health-check");
  });

  test("an upload of 3 MB is in the app's part of the bucket", async () => {
    const file = Buffer.alloc(3_000_000, "a");
    const kept = await ask(`${web.url}/upload/`, { host, file });
    expect(kept, web.process.output()).toMatchObject({ status: 200 });
    const folder = way === "kit" ? "private" : "media";
    expect(await keysIn(servers, bucket)).toContain(`${name}/${folder}/notes/a.txt`);
    const { url, size } = JSON.parse(kept.body) as { url: string; size: number };
    expect(size).toBe(file.length);
    if (way === "hand") return;
    // Signed, and not by the CDN.
    expect(url).toContain(`${servers.awsUrl}/${bucket}/${name}/private/notes/a.txt?`);
    expect(url).toContain("X-Amz-Signature=");
    const open = await ask(`${web.url}/upload/?storage=public`, { host, file });
    expect(JSON.parse(open.body).url).toMatch(
      new RegExp(`^https://[a-z0-9]+\\.cloudfront\\.net/${name}/media/notes/a\\.txt$`),
    );
    expect(await keysIn(servers, bucket)).toContain(`${name}/media/notes/a.txt`);
  });

  test("a mail goes out by SES", async () => {
    const role = first.environment.task("gunicorn").roleArn;
    const before = servers.calls().length;
    expect(await ask(`${web.url}/mail/`, { host }), web.process.output()).toEqual({
      status: 200,
      body: "sent",
    });
    const identity = "arn:aws:ses:us-east-1:123456789012:identity/example.com";
    const made = servers
      .calls()
      .slice(before)
      .filter((call) => call.role === role && call.action.startsWith("ses:"));
    expect(made.map(({ action, resource, status }) => [action, resource, status])).toEqual(
      way === "kit"
        ? [["ses:SendEmail", identity, 200]]
        : [
            ["ses:GetSendQuota", "*", 200],
            ["ses:SendRawEmail", identity, 200],
          ],
    );
  });

  test("the version before finds its static files after the next one has collected its own", async () => {
    expect((await second.update()).exitCodes).toEqual({ database: 0, backend_update: 0 });
    const newer = await second.gunicorn();
    const page = await ask(newer.url, { host });
    expect(page.body).toMatch(/static\/shop\/v2\.[0-9a-f]+\.css/);
    // A task of the first version that starts only now: it scales out, or the release goes back.
    const older = await first.gunicorn();
    const answer = await ask(older.url, { host });
    if (way === "kit") {
      expect(answer.status, older.process.output()).toBe(200);
      expect(answer.body).toMatch(/static\/shop\/v1\.[0-9a-f]+\.css/);
      return;
    }
    // Without a manifest of its own it has none of them: the README says so.
    expect(answer.status).toBe(500);
    await older.process.printed(/Missing staticfiles manifest entry for 'shop\/v1\.css'/);
  });

  test("the role's policies allow all of that, and nothing beside it", async () => {
    const role = first.environment.task("gunicorn").roleArn;
    const refused = () => servers.calls().filter((call) => call.role === role && call.refused !== undefined);
    expect(refused()).toEqual([]);
    const other = `import boto3; boto3.client("s3").put_object(Bucket="${bucket}", Key="notes/a.txt", Body=b"")`;
    const { exitCode, output } = await web.execute(["python", "-c", other]);
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining("(AccessDenied) when calling the PutObject"),
    ]);
    expect(refused()).toMatchObject([
      { action: "s3:PutObject", resource: `arn:aws:s3:::${bucket}/notes/a.txt`, status: 403 },
    ]);
  });

  test("images that read other variables find the database and the cache; the secret needs a right", async () => {
    const { exitCode, output } = await web.execute(["python", "-c", OTHERWISE]);
    for (const variable of askedFor(project)) asked.add(variable);
    expect([exitCode, JSON.parse(output)], output).toEqual([
      0,
      {
        database: [`${name}-1`, `${name}-owner`, `${name}-db`, true],
        cache: true,
        config: "unknown command 'CONFIG', with args beginning with: 'GET' 'save' ",
        secret: "AccessDenied",
      },
    ]);
  });
});

test("every variable of the contract has been asked for by a process, or a list says why not", () => {
  const ofDjango = ENVIRONMENT.filter(({ audience }) => audience !== "frontend").map(({ name }) => name);
  expect(ofDjango.filter((variable) => !asked.has(variable))).toEqual(Object.keys(NOT_ASKED_FOR));
});

/** What images do that don't follow a README of ours. */
const OTHERWISE = `
import json, os
from urllib.parse import urlsplit
import boto3, psycopg, redis
from botocore.exceptions import ClientError

with psycopg.connect(os.environ["DATABASE_URL"]) as database:
    row = database.execute("SELECT session_user, current_user, current_database()").fetchone()
    encrypted = database.pgconn.ssl_in_use
cache = redis.Redis(
    host=os.environ["REDIS_SERVICE_HOST"],
    port=int(os.environ["REDIS_SERVICE_PORT"]),
    password=urlsplit(os.environ["REDIS_URL"]).password,
    ssl=True,
)
try:
    cache.config_get("save")
except redis.ResponseError as error:
    config = str(error)
try:
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DB_SECRET_NAME"])
    secret = "read"
except ClientError as error:
    secret = error.response["Error"]["Code"].removesuffix("Exception")
print(json.dumps({"database": [*row, encrypted], "cache": cache.ping(), "config": config, "secret": secret}))
`;

/** The next version of a project: its page wants another static file, and the former one isn't there any more. */
function anotherVersion(project: Project): Project {
  const folder = mkdtempSync(join(tmpdir(), "ublog-project-"));
  cpSync(project.folder, folder, { recursive: true });
  renameSync(join(folder, "shop/static/shop/v1.css"), join(folder, "shop/static/shop/v2.css"));
  const page = join(folder, "shop/views.py");
  writeFileSync(page, readFileSync(page, "utf8").replace("v1.css", "v2.css"));
  return {
    ...project,
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
}
