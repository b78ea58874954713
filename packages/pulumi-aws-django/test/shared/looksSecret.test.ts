import { expect, test } from "vitest";
import { looksSecret, looksSecretByName, looksSecretByValue } from "../../src/shared/looksSecret.ts";

test.each([
  "STRIPE_SECRET_KEY",
  "POSTGRES_PASSWORD",
  "PGPASSWORD",
  "SMTP_PASS",
  "DB_PWD",
  "DB_PASSWD",
  "GITHUB_TOKEN",
  "GITHUB_TOKEN_RO",
  "AUTHTOKEN",
  "CLIENT_SECRET_V2",
  "SECRET_KEY_FALLBACKS",
  "API_KEY",
  "API_KEYS",
  "API_KEY_2",
  "PRIVATE_KEY_BASE64",
  "GOOGLE_APPLICATION_CREDENTIALS_JSON",
  "SSH_PASSPHRASE",
  "stripe_secret_key",
  "stripeSecretKey",
  "MYAPIKEY",
])("%s is the name of a secret", (name) => {
  expect(looksSecretByName(name)).toBe(true);
});

test.each([
  "LOG_LEVEL",
  "STRIPE_PUBLIC_KEY",
  "STRIPE_PUBLISHABLE_KEY",
  "NUXT_PUBLIC_API_TOKEN",
  "SUPABASE_ANON_KEY",
  "RECAPTCHA_SITE_KEY",
  "DB_SECRET_NAME",
  "AWS_SECRET_ARN",
  "TOKEN_URL",
  "ACCESS_TOKEN_LIFETIME_MINUTES",
  "JWT_TOKEN_EXPIRE_IN",
  "PASSWORD_MIN_LENGTH",
  "PASSWORD_RESET_TIMEOUT",
  "PASSWORD_HASHERS",
  "API_KEY_HEADER",
  "MAX_TOKENS",
  "TOKENIZERS_PARALLELISM",
  "CACHE_KEY_PREFIX",
  "PRIMARY_KEY",
  "ROUTING_KEY",
  "KEYBOARD",
  "MONKEY",
  "COMPASS",
  "PWD",
])("%s isn't the name of a secret", (name) => {
  expect(looksSecretByName(name)).toBe(false);
});

test.each([
  "sk_live_51HxY",
  "rk_test_51HxY",
  "whsec_abc",
  "AKIAIOSFODNN7EXAMPLE",
  "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
  "github_pat_11AAAA",
  "glpat-abc",
  "xoxb-123-456",
  "https://hooks.slack.com/services/T0/B0/x",
  "SG.abc.def",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "postgres://django:hunter2@db:5432/shop",
  "redis://:hunter2@cache:6379/0",
  "https://public:secret@o1.ingest.sentry.io/1",
  "host=db user=django password=hunter2",
  "Server=db;Pwd=hunter2;",
  "--broker=amqp://guest:guest@mq//",
])("%s has the form of a secret", (value) => {
  expect(looksSecretByValue(value)).toBe(true);
});

test.each([
  "",
  "info",
  "https://0123456789abcdef@o1.ingest.sentry.io/1",
  "https://example.com:8443/@me",
  "redis://cache:6379/0",
  "postgres://django:{DB_PASSWORD}@db/shop",
  "host=db password=$DB_PASSWORD",
  "pk_live_51HxY",
  "-----BEGIN PUBLIC KEY-----",
  "-----BEGIN RSA PUBLIC KEY-----",
  "-----BEGIN CERTIFICATE-----",
  "mailto:root@example.com",
  "task-management-and-other-things",
])("%s hasn't the form of a secret", (value) => {
  expect(looksSecretByValue(value)).toBe(false);
});

test("a value that says yes or no is no secret, whatever its name", () => {
  for (const value of ["true", "False", "off", "", "0", " no "]) {
    expect(looksSecret("ROTATE_API_TOKEN", value), value).toBe(false);
  }
  expect(looksSecret("ROTATE_API_TOKEN", "hunter2")).toBe(true);
  expect(looksSecret("PAYMENT", "sk_live_51HxY")).toBe(true);
  expect(looksSecret("API_TOKEN", undefined)).toBe(true);
});
