import { afterAll, beforeAll, expect, test } from "vitest";
import type { DatabaseArgs, DjangoBaseArgs } from "../../src/base/args.ts";
import { type BaseSandbox, openBaseSandbox } from "../support/baseSandbox.ts";

const INSTANCE = "aws:rds/instance:Instance";

const withDatabase = (database: DatabaseArgs): DjangoBaseArgs => ({
  domainName: "example.com",
  zoneId: "Z0123456789ABCDEFGHIJ",
  loadBalancer: { accessLogs: { enabled: false } },
  assets: { cdn: { enabled: false } },
  database,
});
const upgrade = (engineVersion: string) =>
  withDatabase({ engineVersion, allowMajorVersionUpgrade: true, applyImmediately: true });

let base: BaseSandbox;
beforeAll(async () => {
  base = await openBaseSandbox();
});
afterAll(() => base.close());

const version = () => base.world.resources(INSTANCE).map(({ state }) => state.engineVersionActual);

/** AWS installs a minor version by itself. */
function autoUpgrade(engineVersionActual: string) {
  for (const resource of base.world.resources(INSTANCE))
    base.world.put({ ...resource, state: { ...resource.state, engineVersionActual } });
}

const refusalOf = (args: DjangoBaseArgs) =>
  base.preview(args).then(
    () => "none",
    (error: Error) => error.message,
  );

test("a base comes up with another version", async () => {
  expect((await base.up(withDatabase({ engineVersion: "16" }))).result.errors).toEqual([]);
  expect(version()).toEqual(["16.13"]);
  autoUpgrade("16.16");
});

test("a preview says what to write where AWS has raised the minor version", async () => {
  // Another version than the one that the state knows, without the word that it may be upgraded.
  expect(await refusalOf(withDatabase({ engineVersion: "17" }))).toContain(
    `database.engineVersion: is \\"17\\". The server runs 16.13. To upgrade it, set allowMajorVersionUpgrade and applyImmediately to true as well; to leave it, write \\"16\\".`,
  );
  // AWS's usual minor version of 17 is older than what 16.16 was brought up to.
  expect(await refusalOf(upgrade("17"))).toContain(
    `database.engineVersion: is \\"17\\". By that RDS means 17.9. RDS doesn't upgrade the server, which runs 16.16, to that. Write \\"17.12\\" until the upgrade is done, and \\"17\\" again afterwards, which changes nothing.`,
  );
  expect((await base.up(upgrade("17"))).result.errors.join()).toContain('Write "17.12" until');
});

test("it is upgraded by that version, and the major version alone changes nothing afterwards", async () => {
  const { result, plan } = await base.up(upgrade("17.12"));
  expect(result.errors).toEqual([]);
  expect(plan.replaced).toEqual(["ParameterGroup base-database"]);
  expect(version()).toEqual(["17.12"]);
  // The two settings are taken out; the version that is sent stays.
  const back = await base.up(withDatabase({ engineVersion: "17" }));
  expect(back.result.errors).toEqual([]);
  expect(back.plan).toEqual({
    created: [],
    changed: ["DjangoBase base", "Instance base-database"],
    replaced: [],
    deleted: [],
  });
  expect(base.world.resources(INSTANCE).map(({ inputs }) => inputs.engineVersion)).toEqual(["17.12"]);
});

test.each(["17", "17.10", "17.12"])(
  "%s means no change, however far AWS has gone since",
  async (engineVersion) => {
    autoUpgrade("17.13");
    const { plan } = await base.up(withDatabase({ engineVersion }));
    expect(plan).toMatchObject({ created: [], replaced: [], deleted: [] });
    expect(plan.changed.filter((name) => !name.startsWith("DjangoBase"))).toEqual([]);
    expect(version()).toEqual(["17.13"]);
  },
);
