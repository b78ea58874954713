import { expect, test } from "vitest";
import { audit, type InProcess, inProcess } from "../../../packages/sandbox/src/index.ts";
import main from "../../index.ts";
import { appVariants } from "./appVariants.ts";
import { baseVariants } from "./baseVariants.ts";
import { type Platform, platform } from "./platform.ts";
import { settingsOf, used } from "./settings.ts";

const zone = { domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ" };

/** An account with what settings can point at. */
async function account(): Promise<InProcess & { has: Platform }> {
  const made = inProcess();
  const { outputs } = await made.run("platform", platform);
  made.world.leave({ kind: "snapshot", type: "", id: "before", urn: "", state: {} });
  return { ...made, has: outputs as unknown as Platform };
}

/** Brings a stack up from its config, as `pulumi up` does. */
function up({ run }: InProcess, stack: string, program: "base" | "app", args: object) {
  const settings = Object.entries({ program, ...args }).filter(([, value]) => value !== undefined);
  const config = settings.map(([key, value]) => [
    `ublog:${key}`,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  return run(stack, main, Object.fromEntries(config), ["ublog:secretValues"]);
}

const oneApp = { base: "base", nuxt: {}, workers: { default: {} } };

test.each(Object.entries(baseVariants))(
  "no rule objects to a base, and an app on it: %s",
  async (_, variant) => {
    const account_ = await account();
    const args = variant(account_.has);
    await up(account_, "base", "base", { ...zone, ...args });
    await up(account_, "alpha", "app", oneApp);
    expect(audit(account_.world)).toEqual([]);
  },
);

test("no rule objects to any app on a base with everything", async () => {
  const account_ = await account();
  await up(account_, "base", "base", { ...zone, mail: {}, serviceDiscovery: {} });
  for (const [stack, variant] of Object.entries(appVariants)) {
    await up(account_, stack, "app", { base: "base", ...variant(account_.has) });
  }
  expect(audit(account_.world)).toEqual([]);
});

test("the variants use every setting, with every value that it names", async () => {
  const { has } = await account();
  const unused = (component: "DjangoBase" | "DjangoApp", variants: unknown[]) => {
    const all = settingsOf(component);
    const found = new Set(variants.flatMap((args) => used(all, args)));
    return all.filter((setting) => !found.has(setting));
  };
  const bases = Object.values(baseVariants).map((variant) => ({ ...zone, ...variant(has) }));
  expect(unused("DjangoBase", bases)).toEqual([]);
  // Nobody sends requests to a worker: the setting is refused there.
  expect(
    unused(
      "DjangoApp",
      Object.values(appVariants).map((variant) => variant(has)),
    ),
  ).toEqual(["workers.*.scaling.requests"]);
});
