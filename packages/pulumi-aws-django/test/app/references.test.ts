// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are what is tested
import { describe, expect, test } from "vitest";
import { findPlainSecrets } from "../../src/app/check/plainSecrets.ts";
import { lateText } from "../../src/app/plan/references.ts";
import { checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import { containerOf, containersOf, plainOf, recordApp, secretsOf } from "./support/recordApp.ts";

const DATABASE_PASSWORD =
  "arn:aws:secretsmanager:us-east-1:111122223333:secret:alpha-database-AbCdEf:password::";

describe("a variable under another name", () => {
  test("is plain where the other is, and an ECS secret where the other is one", async () => {
    const recording = await recordApp({
      environment: {
        POSTGRES_HOST: { from: "POSTGRES_SERVICE_HOST" },
        DJANGO_AWS_STORAGE_BUCKET_NAME: { from: "S3_BUCKET_NAME" },
        DB_PASSWORD: { from: "POSTGRES_PASSWORD" },
      },
    });
    for (const process of ["gunicorn", "default", "backend_update"]) {
      const container = containerOf(recording, process);
      const plain = plainOf(container);
      expect(plain.POSTGRES_HOST).toBe(plain.POSTGRES_SERVICE_HOST);
      expect(plain.DJANGO_AWS_STORAGE_BUCKET_NAME).toBe("base-assets");
      expect(secretsOf(container).DB_PASSWORD).toBe(DATABASE_PASSWORD);
      expect(plain).not.toHaveProperty("DB_PASSWORD");
      expect(secretsOf(container)).not.toHaveProperty("POSTGRES_HOST");
    }
  });

  test("is one of the process's own, and overrides one of the same name", async () => {
    const recording = await recordApp({
      environment: { SENTRY_RELEASE: "x", LIMIT: "none" },
      workers: {
        default: { taskTimeoutSeconds: 30, environment: { LIMIT: { from: "CELERY_TASK_TIME_LIMIT" } } },
      },
      frontend: { enabled: true, environment: { API: { from: "NUXT_PUBLIC_API_BASE" } } },
    });
    expect(plainOf(containerOf(recording, "default")).LIMIT).toBe("30");
    expect(plainOf(containerOf(recording, "gunicorn")).LIMIT).toBe("none");
    expect(plainOf(containerOf(recording, "web-ui")).API).toBe("https://alpha.example.com");
  });

  test("is absent where the other is", async () => {
    const { cdnHostName: _, ...assets } = baseContract.assets;
    const environment = {
      MEDIA_HOST: { from: "AWS_S3_CUSTOM_DOMAIN" },
      SENDER: { from: "DEFAULT_FROM_EMAIL" },
    };
    const recording = await recordApp({ base: { ...baseContract, assets }, environment });
    const plain = plainOf(containerOf(recording, "gunicorn"));
    expect(plain).not.toHaveProperty("MEDIA_HOST");
    expect(plain).not.toHaveProperty("SENDER");
  });

  test("in a sidecar is the one of the process beside it", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      sidecars: {
        agent: {
          image: "agent:7",
          processes: ["gunicorn", "default"],
          environment: {
            SENTRY_DSN: { from: "SENTRY_DSN" },
            CONFIG: "dsn: ${SENTRY_DSN}",
            REDIS: { from: "REDIS_URL" },
          },
        },
      },
    });
    for (const process of ["gunicorn", "default"]) {
      const [own, agent] = containersOf(recording, process);
      expect(agent && plainOf(agent)).toEqual({ CONFIG: "dsn: ${SENTRY_DSN}", SENTRY_DSN: "" });
      expect(agent && secretsOf(agent)).toEqual({ REDIS: secretsOf(own).REDIS_URL });
    }
  });

  test("isn't taken for a secret in the clear", () => {
    expect(findPlainSecrets({ environment: { DB_PASSWORD: { from: "POSTGRES_PASSWORD" } } })).toEqual([]);
  });

  test("can't come out of an output, which is known too late", () => {
    const late = { from: "POSTGRES_PASSWORD" } as unknown as string;
    expect(() => lateText("environment.DB_PASSWORD", late)).toThrow(
      "environment.DB_PASSWORD: is a map that comes out of an output. Write `{ from: … }` as it is.",
    );
    expect(lateText("environment.DB_PASSWORD", "text")).toBe("text");
  });
});

/** The problems of an app with these settings, as one line each. */
function problems(args: unknown): string[] {
  return checkDjangoAppArgs("alpha", { base: baseContract, ...(args as Partial<DjangoAppArgs>) }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );
}

describe.each<[what: string, args: unknown, lines: string[]]>([
  [
    "an unknown name, near another",
    { environment: { A: { from: "POSTGRES_HOST" } } },
    [
      'environment.A.from: is "POSTGRES_HOST". The app sets no such variable. Did you mean POSTGRES_SERVICE_HOST?',
    ],
  ],
  [
    "a misspelt name",
    { environment: { A: { from: "POSTGRE_SERVICE_HSOT" } } },
    [
      'environment.A.from: is "POSTGRE_SERVICE_HSOT". The app sets no such variable. Did you mean POSTGRES_SERVICE_HOST?',
    ],
  ],
  [
    "an unknown name",
    { update: { environment: { A: { from: "X" } } } },
    [
      'update.environment.A.from: is "X". The app sets no such variable. ENVIRONMENT.md of pulumi-aws-django lists those that it sets.',
    ],
  ],
  [
    "no name, another key, a key beside it",
    { environment: { A: {}, B: { form: "SECRET_KEY" }, C: { from: "SECRET_KEY", default: "x" } } },
    [
      "environment.A: is a map without the name of a variable. Write text, or `{ from: POSTGRES_SERVICE_HOST }`.",
      "environment.B: is a map without the name of a variable. Write text, or `{ from: POSTGRES_SERVICE_HOST }`.",
      "environment.C.default: can't be beside `from`: a value is text, or one variable as it is. Take it out.",
    ],
  ],
  [
    "what only a release sets",
    { environment: { SENTRY_RELEASE: { from: "APP_VERSION" } } },
    [
      'environment.SENTRY_RELEASE.from: is "APP_VERSION". Only a release sets it: no template has it. Let the settings read APP_VERSION itself.',
    ],
  ],
  [
    "the URL of a database that the app doesn't make",
    { database: { enabled: false }, environment: { A: { from: "DATABASE_URL" } } },
    [
      'environment.A.from: is "DATABASE_URL". There is none where `database.enabled` is false. Write a URL of your own in `secretValues`, or take it out.',
    ],
  ],
  [
    "what not all that get it have",
    { environment: { A: { from: "CELERY_TASK_TIME_LIMIT" } } },
    [
      'environment.A.from: is "CELERY_TASK_TIME_LIMIT". gunicorn, beat, update don\'t get it: it is one of workers. Write this for those alone, or take it out.',
    ],
  ],
  [
    "what the Nuxt server doesn't have, also for a sidecar beside it",
    {
      frontend: { enabled: true, environment: { A: { from: "REDIS_URL" } } },
      sidecars: { agent: { image: "a:1", environment: { B: { from: "REDIS_URL" } } } },
    },
    [
      'frontend.environment.A.from: is "REDIS_URL". frontend doesn\'t get it: it is one of processes on the Django image. Write this for those alone, or take it out.',
      'sidecars.agent.environment.B.from: is "REDIS_URL". frontend doesn\'t get it: it is one of processes on the Django image. Write this for those alone, or take it out.',
    ],
  ],
  [
    "a variable of one's own, and one that is overridden",
    {
      environment: { MINE: "1", A: { from: "MINE" }, SENTRY_DSN: "https://x@sentry.io/1" },
      gunicorn: { environment: { B: { from: "SENTRY_DSN" } } },
      frontend: { enabled: true, environment: { MINE: "2" } },
    },
    [
      'environment.A.from: is "MINE". That is a variable of your own, environment.MINE. Write its value here too.',
      'gunicorn.environment.B.from: is "SENTRY_DSN". environment.SENTRY_DSN overrides it. Write that value here too.',
    ],
  ],
  [
    "itself",
    { environment: { REDIS_URL: { from: "REDIS_URL" } } },
    [
      'environment.REDIS_URL.from: is "REDIS_URL". It refers to itself. Take it out: the variable is there anyway.',
    ],
  ],
  [
    "as shells and others write it",
    {
      environment: { A: "${POSTGRES_SERVICE_HOST}", B: "$(POSTGRES_USER)" },
      gunicorn: { environment: { C: "$POSTGRES_PASSWORD" } },
      sidecars: { agent: { image: "a:1", environment: { D: "${SENTRY_DSN}" } } },
    },
    [
      'environment.A: is "${POSTGRES_SERVICE_HOST}". Nothing fills that in. Write `{ from: POSTGRES_SERVICE_HOST }`.',
      'environment.B: is "$(POSTGRES_USER)". Nothing fills that in. Write `{ from: POSTGRES_USER }`.',
      'gunicorn.environment.C: is "$POSTGRES_PASSWORD". Nothing fills that in. Write `{ from: POSTGRES_PASSWORD }`.',
      'sidecars.agent.environment.D: is "${SENTRY_DSN}". Nothing fills that in. Write `{ from: SENTRY_DSN }`.',
    ],
  ],
  [
    "in a mixture with text",
    {
      environment: {
        URL: "postgres://me:$POSTGRES_PASSWORD@host/db",
        BROKER: "rediss://${REDIS_SERVICE_HOST}:6379",
        OPTIONS: "host=${POSTGRES_SERVICE_HOST} sslmode=require",
      },
    },
    [
      "environment.URL: has $POSTGRES_PASSWORD in it, and nothing fills that in: a value is text, or one variable as it is, and no mixture. Write `{ from: DATABASE_URL }`, the whole address.",
      "environment.BROKER: has ${REDIS_SERVICE_HOST} in it, and nothing fills that in: a value is text, or one variable as it is, and no mixture. Write `{ from: REDIS_URL }`, the whole address.",
      "environment.OPTIONS: has ${POSTGRES_SERVICE_HOST} in it, and nothing fills that in: a value is text, or one variable as it is, and no mixture. Write `{ from: POSTGRES_SERVICE_HOST }` under a name of its own, and let the settings put them together.",
    ],
  ],
  [
    "in an address, where nobody makes one",
    { database: { enabled: false }, environment: { URL: "postgres://me:$POSTGRES_PASSWORD@host/db" } },
    [
      "environment.URL: has $POSTGRES_PASSWORD in it, and nothing fills that in: a value is text, or one variable as it is, and no mixture. Write `{ from: POSTGRES_PASSWORD }` under a name of its own, and let the settings put them together.",
    ],
  ],
  [
    "not: other things with a dollar",
    { environment: { A: "$5", B: "${OTHER}", C: "$POSTGRES_PASSWORDS", D: "a$", E: "$$" } },
    [],
  ],
])("refused: %s", (_, args, lines) => {
  test("with the setting, the value and the remedy", () => {
    expect(problems(args)).toEqual(lines);
  });
});
