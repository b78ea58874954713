import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBaseContract } from "../../src/app/base.ts";
import {
  ENVIRONMENT,
  type EnvironmentFacts,
  type EnvironmentProcess,
} from "../../src/app/plan/environment.ts";
import { contractVariables, mergeVariables } from "../../src/app/plan/variables.ts";
import type { BaseContract } from "../../src/index.ts";
import { promiseOf } from "../support/record.ts";
import { baseContract } from "./support/base.ts";

function factsOn(base: BaseContract, more: Partial<EnvironmentFacts> = {}): EnvironmentFacts {
  return {
    app: "ublog-alpha",
    environment: "alpha",
    base: readBaseContract(base),
    hostName: "alpha.example.com",
    url: "https://alpha.example.com",
    settingsModule: "backend.settings.production",
    sentryDsn: "",
    healthCheckPath: "/api/health-check/",
    secretKeyArn: "arn:secret-key",
    database: { secretArn: "arn:login", secretName: "ublog-alpha-database-1a2b3c4", isOwn: true },
    visibilityTimeout: 14_400,
    mail: true,
    ...more,
  };
}

/** The variables of a process, without those that have no value. */
async function variables(process: EnvironmentProcess, facts = factsOn(baseContract)) {
  const { environment, secrets } = await promiseOf(contractVariables(facts, process));
  const given = Object.entries(environment).filter(([, value]) => value !== undefined);
  return { environment: Object.fromEntries(given), secrets };
}

describe("the table", () => {
  test("has each name once, and says where it comes from and what it is for", () => {
    const names = ENVIRONMENT.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, source, description, value, secret, released } of ENVIRONMENT) {
      expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
      expect(source).not.toBe("");
      expect(description).toMatch(/\.$|…\.$/);
      expect([value, secret, released].filter((given) => given !== undefined)).toHaveLength(1);
    }
  });

  test("keeps passwords, tokens and keys out of plain values", () => {
    const secretNames = ENVIRONMENT.filter(({ secret }) => secret !== undefined).map(({ name }) => name);
    expect(secretNames).toEqual([
      "DJANGO_SECRET_KEY",
      "SECRET_KEY",
      "POSTGRES_USER",
      "POSTGRES_PASSWORD",
      "DATABASE_URL",
      "REDIS_URL",
    ]);
    const suspicious = ENVIRONMENT.filter(
      ({ name, secret }) => secret === undefined && /KEY$|PASSWORD|TOKEN/.test(name),
    );
    expect(suspicious).toEqual([]);
  });
});

describe("the variables of an app", () => {
  test("of a process on the Django image", async () => {
    expect(await variables({ image: "backend" })).toEqual({
      environment: {
        APP_NAME: "ublog-alpha",
        AWS_LOCATION: "ublog-alpha",
        AWS_S3_CUSTOM_DOMAIN: "d111111abcdef8.cloudfront.net",
        BASE_STACK_NAME: "base",
        CACHE_KEY_PREFIX: "ublog-alpha",
        CELERY_QUEUE_PREFIX: "ublog-alpha.",
        CELERY_TASK_DEFAULT_QUEUE: "ublog-alpha.default",
        CELERY_VISIBILITY_TIMEOUT: "14400",
        DB_SECRET_NAME: "ublog-alpha-database-1a2b3c4",
        DJANGO_ALLOWED_HOSTS: "alpha.example.com",
        DJANGO_SETTINGS_MODULE: "backend.settings.production",
        DOMAIN_NAME: "example.com",
        FRONTEND_URL: "https://alpha.example.com",
        HEALTH_CHECK_PATH: "/api/health-check/",
        POSTGRES_NAME: "ublog-alpha-db",
        POSTGRES_SERVICE_HOST: "base.abcdefghijkl.us-east-1.rds.amazonaws.com",
        POSTGRES_SERVICE_PORT: "5432",
        PYTHONUNBUFFERED: "1",
        REDIS_SERVICE_HOST: "master.base.abcdef.use1.cache.amazonaws.com",
        REDIS_SERVICE_PORT: "6379",
        S3_BUCKET_NAME: "base-assets",
        SENTRY_DSN: "",
        SENTRY_ENVIRONMENT: "alpha",
        XDG_RUNTIME_DIR: "/dev/shm",
      },
      secrets: {
        DJANGO_SECRET_KEY: "arn:secret-key",
        SECRET_KEY: "arn:secret-key",
        POSTGRES_USER: "arn:login:username::",
        POSTGRES_PASSWORD: "arn:login:password::",
        DATABASE_URL: "arn:login:url::",
        REDIS_URL: "arn:aws:secretsmanager:us-east-1:111122223333:secret:base-cache-AbCdEf:url::",
      },
    });
  });

  test("of the Nuxt server: no secret, nothing of Django", async () => {
    expect(await variables({ image: "frontend", gracefulTimeout: 60 })).toEqual({
      environment: {
        HOST: "0.0.0.0",
        NITRO_SHUTDOWN_TIMEOUT: "60000",
        NUXT_PUBLIC_API_BASE: "https://alpha.example.com",
        PORT: "3000",
        SERVER_SHUTDOWN_TIMEOUT: "60",
      },
      secrets: {},
    });
  });

  test("of a worker, by what its tasks may take", async () => {
    const backend = Object.keys((await variables({ image: "backend" })).environment);
    const own = async (taskTimeout?: number) => {
      const { environment } = await variables({ image: "backend", worker: { taskTimeout } });
      return Object.fromEntries(Object.entries(environment).filter(([name]) => !backend.includes(name)));
    };
    expect(await own()).toEqual({
      CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "105",
      REMAP_SIGTERM: "SIGQUIT",
    });
    expect(await own(30)).toEqual({
      CELERY_TASK_TIME_LIMIT: "30",
      CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "30",
    });
    expect(await own(7200)).toEqual({
      CELERY_TASK_TIME_LIMIT: "7200",
      CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT: "105",
      REMAP_SIGTERM: "SIGQUIT",
    });
  });

  test("leave out what the base doesn't have", async () => {
    const { cdnHostName: _, ...assets } = baseContract.assets;
    const { environment } = await variables({ image: "backend" }, factsOn({ ...baseContract, assets }));
    expect(environment).not.toHaveProperty("AWS_S3_CUSTOM_DOMAIN");
    expect(environment).not.toHaveProperty("DEFAULT_FROM_EMAIL");
  });

  test("have a sender where the base has mail and the app may use it", async () => {
    const mail = { identityArn: "arn:mail", domainName: "mail.example.com" };
    const base = { ...baseContract, mail };
    const on = await variables({ image: "backend" }, factsOn(base));
    const off = await variables({ image: "backend" }, factsOn(base, { mail: false }));
    expect(on.environment.DEFAULT_FROM_EMAIL).toBe("noreply@mail.example.com");
    expect(off.environment).not.toHaveProperty("DEFAULT_FROM_EMAIL");
  });

  test("lead Nuxt to gunicorn inside the network where there is service discovery", async () => {
    const facts = factsOn(baseContract, { internalHostName: "gunicorn.alpha.base.internal" });
    const frontend = await variables({ image: "frontend" }, facts);
    const backend = await variables({ image: "backend" }, facts);
    expect(frontend.environment.NUXT_API_BASE).toBe("http://gunicorn.alpha.base.internal:8000");
    expect(backend.environment.DJANGO_ALLOWED_HOSTS).toBe("alpha.example.com,gunicorn.alpha.base.internal");
  });
});

describe("sets of variables", () => {
  test("the later one wins, and takes a name whether it was plain or secret", () => {
    const merged = mergeVariables(
      { environment: { A: "1", B: "1" }, secrets: { C: "arn:1" } },
      { environment: { C: "2" } },
      { secrets: { B: "arn:3" } },
    );
    expect(merged).toEqual({ environment: { A: "1", C: "2" }, secrets: { B: "arn:3" } });
  });

  test("no name is ever both plain and secret, and no name is lost", () => {
    const names = fc.constantFrom("A", "B", "C", "D");
    const set = fc.record({
      environment: fc.dictionary(names, fc.string()),
      secrets: fc.dictionary(names, fc.string()),
    });
    fc.assert(
      fc.property(fc.array(set, { maxLength: 4 }), (sets) => {
        const { environment, secrets } = mergeVariables(...sets);
        const [plain, secret] = [Object.keys(environment), Object.keys(secrets)];
        expect(plain.filter((name) => secret.includes(name))).toEqual([]);
        const all = sets.flatMap((s) => [...Object.keys(s.environment), ...Object.keys(s.secrets)]);
        expect([...plain, ...secret].sort()).toEqual([...new Set(all)].sort());
      }),
    );
  });
});
