import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import type { DjangoAppArgs } from "../../src/index.ts";
import { recordApp } from "./support/recordApp.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What an app with these settings warns of. */
async function warnings(args: Partial<DjangoAppArgs>): Promise<string[]> {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  await recordApp(args);
  return warn.mock.calls.map(([message]) => message);
}

test("secrets in plain settings are named, without their values", async () => {
  const told = await warnings({
    environment: { LOG_LEVEL: "info", STRIPE_SECRET_KEY: "sk_live_51H", PAYMENT: "sk_live_51H" },
    frontend: {
      enabled: true,
      environment: { API_TOKEN: pulumi.output("hunter2"), NUXT_PUBLIC_KEY: "pk_live_51H" },
    },
    workers: {
      default: { command: ["celery", "--broker=redis://:hunter2@cache:6379", "worker"] },
      mail: { environment: { SMTP_PASSWORD: "hunter2" } },
    },
    django: { sentryDsn: "https://public:hunter2@o1.ingest.sentry.io/1" },
  });
  expect(told).toEqual([
    [
      "Everyone who may describe a task definition can read these settings:",
      "  environment.STRIPE_SECRET_KEY: looks like a secret. Take it out and put the value into secretValues.STRIPE_SECRET_KEY, with `pulumi config set --secret`, or the ARN of a secret that exists into secrets.STRIPE_SECRET_KEY.",
      "  environment.PAYMENT: looks like a secret. Take it out and put the value into secretValues.PAYMENT, with `pulumi config set --secret`, or the ARN of a secret that exists into secrets.PAYMENT.",
      "  frontend.environment.API_TOKEN: looks like a secret. Take it out and write the ARN of a secret into frontend.secrets.API_TOKEN.",
      "  workers.mail.environment.SMTP_PASSWORD: looks like a secret. Take it out and write the ARN of a secret into workers.mail.secrets.SMTP_PASSWORD.",
      "  workers.default.command[1]: looks like a secret. Take it out and let the program read it from a variable that is in secretValues or secrets.",
      "  django.sentryDsn: has a secret key in it, which Sentry no longer needs. Write the DSN without it.",
    ].join("\n"),
  ]);
});

test("an app without them warns of nothing", async () => {
  expect(
    await warnings({
      environment: { LOG_LEVEL: "info", TOKEN_URL: "https://id.example.com/token" },
      secretValues: { STRIPE_SECRET_KEY: "sk_live_51H" },
      django: { sentryDsn: "https://0123456789abcdef@o1.ingest.sentry.io/1" },
    }),
  ).toEqual([]);
});
