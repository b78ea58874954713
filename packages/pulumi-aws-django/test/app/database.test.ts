import { describe, expect, test } from "vitest";
import { databaseScript, scramVerifier } from "../../src/app/database/script.ts";
import { checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import {
  containerOf,
  containersOf,
  plainOf,
  recordApp,
  secretsOf,
  statementsOf,
  TASK_DEFINITION,
} from "./support/recordApp.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const MASTER = "arn:aws:secretsmanager:us-east-1:111122223333:secret:base-database-AbCdEf";
const LOGIN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:alpha-database-AbCdEf";
const KEY = "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry-AbCdEf";

const definitions = (recording: Awaited<ReturnType<typeof recordApp>>) =>
  recording.of(TASK_DEFINITION).map(({ inputs }) => String(inputs.containerDefinitions));

describe("the app's database", () => {
  test("is made by the first container of the update task, which Django waits for", async () => {
    const recording = await recordApp();
    const [own, database, ...more] = containersOf(recording, "backend_update");
    expect(more).toEqual([]);
    expect(own).toMatchObject({ dependsOn: [{ containerName: "database", condition: "SUCCESS" }] });
    expect(database).toEqual({
      name: "database",
      image: "public.ecr.aws/docker/library/postgres:17",
      essential: false,
      entryPoint: ["sh", "-c"],
      command: [databaseScript],
      startTimeout: 120,
      environment: [
        { name: "DATABASE", value: "alpha-db" },
        { name: "EXTENSIONS", value: "" },
        { name: "LOGIN", value: "alpha-1" },
        { name: "OTHER_LOGIN", value: "alpha-2" },
        { name: "OWNER", value: "alpha-owner" },
        { name: "PGCONNECT_TIMEOUT", value: "10" },
        { name: "PGHOST", value: "base.abcdefghijkl.us-east-1.rds.amazonaws.com" },
        { name: "PGPORT", value: "5432" },
        { name: "PGSSLMODE", value: "require" },
      ],
      secrets: [
        { name: "PGPASSWORD", valueFrom: `${MASTER}:password::` },
        { name: "PGUSER", valueFrom: `${MASTER}:username::` },
        { name: "VERIFIER", valueFrom: `${LOGIN}:verifier::` },
      ],
      portMappings: [],
      mountPoints: [],
      readonlyRootFilesystem: false,
      linuxParameters: { initProcessEnabled: true },
      logConfiguration: own.logConfiguration,
      systemControls: [],
      volumesFrom: [],
    });
  });

  test("is reached by a login whose password is nowhere but in secrets, and whose verifier Postgres gets", async () => {
    const recording = await recordApp();
    expect(recording.one("random:index/randomPassword:RandomPassword", "alpha-database").inputs).toEqual({
      length: 40,
      special: false,
    });
    expect(recording.one(SECRET, "alpha-database").inputs).toEqual({
      description: "database of alpha",
      recoveryWindowInDays: 7,
    });
    const version = recording.one(SECRET_VERSION, "alpha-database");
    expect(version.secrets).toEqual(["secretString"]);
    const { verifier, ...login } = JSON.parse(String(version.inputs.secretString));
    const host = "base.abcdefghijkl.us-east-1.rds.amazonaws.com";
    expect(login).toEqual({
      username: "alpha-1",
      password: "generated-alpha-database",
      host,
      port: 5432,
      dbname: "alpha-db",
      url: `postgres://alpha-1:generated-alpha-database@${host}:5432/alpha-db?sslmode=require`,
    });
    const [, salt = ""] = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier) ?? [];
    expect(Buffer.from(salt, "base64")).toHaveLength(16);
    expect(verifier).toBe(scramVerifier(login.password, Buffer.from(salt, "base64")));
    expect(definitions(recording).join("")).not.toContain("generated-");
  });

  test("is all that Django's processes reach: only the first container has the master user", async () => {
    const recording = await recordApp({
      scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)" } },
    });
    for (const process of ["gunicorn", "default", "beat", "backend_update", "clear"]) {
      const own = containerOf(recording, process);
      expect(secretsOf(own), process).toMatchObject({
        POSTGRES_USER: `${LOGIN}:username::`,
        POSTGRES_PASSWORD: `${LOGIN}:password::`,
        DATABASE_URL: `${LOGIN}:url::`,
      });
      expect(plainOf(own).DB_SECRET_NAME, process).toBe("alpha-database");
      expect(JSON.stringify(own), process).not.toContain("base-database");
    }
    expect(definitions(recording).filter((json) => json.includes("base-database"))).toHaveLength(1);
    const execution = statementsOf(recording, "alpha-execution");
    expect(execution.find(({ Sid }) => Sid === "Secrets")?.Resource).toEqual(
      expect.arrayContaining([MASTER, LOGIN]),
    );
    expect(JSON.stringify(statementsOf(recording, "alpha-task"))).not.toContain("database");
  });

  test("is made with the major version that the base's server has", async () => {
    const { database } = baseContract;
    const recording = await recordApp({
      base: { ...baseContract, database: { ...database, majorVersion: 16 } },
    });
    expect(containersOf(recording, "backend_update")[1]?.image).toBe(
      "public.ecr.aws/docker/library/postgres:16",
    );
  });

  test("is made by another image, from wherever it is, with extensions", async () => {
    const recording = await recordApp({
      exec: false,
      database: {
        image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres:17",
        repositoryCredentialsArn: KEY,
        extensions: ["pg_trgm", "uuid-ossp"],
      },
    });
    const database = containersOf(recording, "backend_update")[1];
    expect(database).toMatchObject({
      image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres:17",
      repositoryCredentials: { credentialsParameter: KEY },
      readonlyRootFilesystem: true,
    });
    expect(database && plainOf(database).EXTENSIONS).toBe("pg_trgm,uuid-ossp");
    const execution = statementsOf(recording, "alpha-execution");
    expect(execution.find(({ Sid }) => Sid === "Images")?.Resource).toEqual([
      "arn:aws:ecr:us-east-1:111122223333:repository/postgres",
      "arn:aws:ecr:us-east-1:111122223333:repository/ublog-backend",
    ]);
    expect(execution.find(({ Sid }) => Sid === "Secrets")?.Resource).toContain(KEY);
    expect(recording.result.deployTargets.update.database).toEqual({
      container: "database",
      image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres:17",
    });
  });

  test("that the app doesn't make is reached as the master user, without a URL", async () => {
    const recording = await recordApp({
      database: { enabled: false },
      permissions: { databaseSecret: true },
    });
    const [own, ...beside] = containersOf(recording, "backend_update");
    expect(beside).toEqual([]);
    expect(own).not.toHaveProperty("dependsOn");
    const gunicorn = containerOf(recording, "gunicorn");
    const { POSTGRES_USER, POSTGRES_PASSWORD, ...others } = secretsOf(gunicorn);
    expect([POSTGRES_USER, POSTGRES_PASSWORD]).toEqual([`${MASTER}:username::`, `${MASTER}:password::`]);
    expect(others).not.toHaveProperty("DATABASE_URL");
    expect(plainOf(gunicorn).DB_SECRET_NAME).toBe("base-database");
    // Tasks of revisions that were made before still read the app's own.
    expect(
      recording
        .of(SECRET)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["alpha-database", "alpha-django-secret-key"]);
    const task = statementsOf(recording, "alpha-task").find(({ Sid }) => Sid === "DatabaseSecret");
    expect(task?.Resource).toEqual([LOGIN, MASTER]);
    const execution = statementsOf(recording, "alpha-execution").find(({ Sid }) => Sid === "Secrets");
    expect(execution?.Resource).toEqual(expect.arrayContaining([LOGIN, MASTER]));
  });

  test("is left to a command of the user's, which still waits for it", async () => {
    const command = ["python", "manage.py", "pre_update"];
    const recording = await recordApp({ update: { command } });
    expect(containerOf(recording, "backend_update")).toMatchObject({
      command,
      dependsOn: [{ containerName: "database", condition: "SUCCESS" }],
    });
  });
});

describe("what can't be made is refused", () => {
  const problems = (args: Partial<DjangoAppArgs>) =>
    checkDjangoAppArgs("alpha", args).map(({ path, reason }) => `${path}: ${reason}`);

  test.each<[string, Partial<DjangoAppArgs>, string]>([
    [
      "an image without a tag",
      { database: { image: "postgres" } },
      'database.image: is "postgres". Write an image with a tag or a digest: "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres:17".',
    ],
    [
      "a password instead of the ARN of its secret",
      { database: { image: "example.com/postgres:17", repositoryCredentialsArn: "hunter2" } },
      'database.repositoryCredentialsArn: isn\'t the ARN of a secret. Write that of one with `username` and `password`: "arn:aws:secretsmanager:<region>:<account>:secret:<name>".',
    ],
    [
      "a key to the public registry",
      { database: { repositoryCredentialsArn: KEY } },
      "database.repositoryCredentialsArn: is given without `image`: the one that is taken then is public. Write `image` too.",
    ],
    [
      "what can't be an extension",
      { database: { extensions: ["hstore", "pg trgm"] } },
      'database.extensions[1]: is "pg trgm". Write the name of an extension as `CREATE EXTENSION` takes it, in small letters: "pg_trgm".',
    ],
    [
      "settings of a database that is off",
      { database: { enabled: false, extensions: ["hstore"] } },
      "database: is off, and has extensions. Write `database.enabled: true`, or take that out.",
    ],
    [
      "a secret of the same name",
      { secretValues: { database: "x" } },
      "secretValues.database: has the name that the app's secret with its login to the database has in Secrets Manager. Write another, for example in capital letters.",
    ],
    [
      "static files nowhere",
      { django: { static: "disk" as "image" } },
      'django.static: is "disk". Write one of "bucket", "image".',
    ],
    [
      "a sidecar of the same name",
      { sidecars: { database: { image: "x:1", processes: ["update"] } } },
      "sidecars.database: has the name of a container that the tasks of update have anyway. Write another.",
    ],
    [
      "a sidecar with the name of what a release adds",
      { sidecars: { check: { image: "x:1", processes: ["update"] } } },
      "sidecars.check: has the name of a container that the tasks of update have anyway. Write another.",
    ],
    [
      "more containers than a task may have",
      {
        sidecars: Object.fromEntries(
          Array.from({ length: 8 }, (_, i) => [`agent${i}`, { image: "x:1", processes: ["update"] }]),
        ),
      },
      "sidecars: are 8 in the tasks of update, and a task has at most 10 containers with its own 3.",
    ],
  ])("%s", (_, args, problem) => {
    expect(problems(args)).toEqual([problem]);
  });

  test("and what can be made is not", () => {
    expect(problems({ database: { extensions: ["uuid-ossp", "pg_trgm"] } })).toEqual([]);
    expect(problems({ database: { image: `postgres@sha256:${"a".repeat(64)}` } })).toEqual([]);
    expect(problems({ database: { image: "localhost:5000/postgres:17-alpine" } })).toEqual([]);
    expect(problems({ sidecars: { database: { image: "x:1", processes: ["gunicorn"] } } })).toEqual([]);
    expect(
      problems({
        database: { enabled: false },
        secretValues: { database: "x" },
        sidecars: { database: { image: "x:1", processes: ["update"] } },
      }),
    ).toEqual([]);
  });
});
