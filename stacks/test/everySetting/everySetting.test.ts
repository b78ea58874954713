import { beforeAll, describe, expect, test } from "vitest";
import { missingFacts } from "../../../packages/aws-model/test/support/missingFacts.ts";
import { audit, type InProcess, inProcess } from "../../../packages/sandbox/src/index.ts";
import main from "../../index.ts";
import { appVariants } from "./appVariants.ts";
import { baseVariants } from "./baseVariants.ts";
import { type Platform, platform } from "./platform.ts";
import { settingsOf, used } from "./settings.ts";

const zone = { domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ" };

interface Account extends InProcess {
  has: Platform;
}

/** An account with what settings can point at. */
async function openAccount(): Promise<Account> {
  const made = inProcess();
  const { outputs } = await made.run("platform", platform);
  made.world.leave({ kind: "snapshot", type: "", id: "before", urn: "", state: {} });
  return { ...made, has: outputs as unknown as Platform };
}

/** All types of AWS that the variants have made. */
const made = new Set<string>();

/** Brings a stack up from its config, as `pulumi up` does. */
async function up({ run }: InProcess, stack: string, program: "base" | "app", args: object) {
  const settings = Object.entries({ program, ...args }).filter(([, value]) => value !== undefined);
  const config = settings.map(([key, value]) => [
    `ublog:${key}`,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const { resources } = await run(stack, main, Object.fromEntries(config), ["ublog:secretValues"]);
  for (const { type } of resources) if (type.startsWith("aws:")) made.add(type);
}

const oneApp = { base: "base", frontend: { enabled: true }, workers: { default: {} } };

test.each(Object.entries(baseVariants))(
  "no rule objects to a base, and an app on it: %s",
  async (_, variant) => {
    const account = await openAccount();
    await up(account, "base", "base", { ...zone, ...variant(account.has) });
    await up(account, "alpha", "app", oneApp);
    expect(audit(account.world)).toEqual([]);
  },
);

describe("on a base with everything, beside other apps", () => {
  let account: Account;
  beforeAll(async () => {
    account = await openAccount();
    await up(account, "base", "base", {
      ...zone,
      mail: { enabled: true },
      serviceDiscovery: { enabled: true },
    });
  });

  test.each(Object.entries(appVariants))("no rule objects to an app: %s", async (stack, variant) => {
    await up(account, stack, "app", { base: "base", ...variant(account.has) });
    expect(audit(account.world)).toEqual([]);
  });
});

test("the house knows all that it must of each type that the variants make", () => {
  expect(made.size).toBeGreaterThan(55);
  expect([...made].flatMap(missingFacts)).toEqual([]);
});

test("the variants use every setting, with every value that it names", async () => {
  const { has } = await openAccount();
  const unused = (component: "DjangoBase" | "DjangoApp", variants: unknown[]) => {
    const all = settingsOf(component);
    const found = new Set(variants.flatMap((args) => used(all, args)));
    return all.filter((setting) => !found.has(setting));
  };
  const bases = Object.values(baseVariants).map((variant) => ({ ...zone, ...variant(has) }));
  expect(unused("DjangoBase", bases)).toEqual([]);
  // Stacks set the first: people call an environment what its stack is called. Nobody sends requests to a worker: the other is refused.
  expect(
    unused(
      "DjangoApp",
      Object.values(appVariants).map((variant) => variant(has)),
    ),
  ).toEqual(["environmentName", "workers.*.scaling.requestsPerMinute"]);
});
