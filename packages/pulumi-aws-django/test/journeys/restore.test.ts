import { afterAll, beforeAll, expect, test } from "vitest";
import type { DatabaseArgs, DjangoBaseArgs } from "../../src/base/args.ts";
import { type BaseSandbox, openBaseSandbox } from "../support/baseSandbox.ts";

const INSTANCE = "aws:rds/instance:Instance";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** A durable base with these settings of its database. */
const durable = (database: DatabaseArgs = {}): DjangoBaseArgs => ({
  domainName: "example.com",
  zoneId: "Z0123456789ABCDEFGHIJ",
  loadBalancer: { accessLogs: { enabled: false } },
  assets: { cdn: { enabled: false } },
  database,
});

let base: BaseSandbox;
beforeAll(async () => {
  base = await openBaseSandbox();
  base.world.leave({ kind: "snapshot", type: "", id: "last-week", urn: "", state: {} });
});
afterAll(() => base.close());

/** What there is to connect to, and where its logs are. */
const servers = () =>
  base.world
    .resources(INSTANCE)
    .map(({ id, state: { identifier, address, username, snapshotIdentifier } }) => ({
      id,
      identifier,
      address,
      username,
      snapshotIdentifier,
    }));
const logGroups = () =>
  base.world
    .resources(LOG_GROUP)
    .map(({ state }) => String(state.name))
    .sort();
const logGroupsOf = (identifier: unknown) =>
  ["postgresql", "upgrade"].map((log) => `/aws/rds/instance/${identifier}/${log}`);

const refusalOf = (args: DjangoBaseArgs) =>
  base.preview(args).then(
    () => "none",
    (error: Error) => error.message,
  );

test("a durable base comes up", async () => {
  expect((await base.up(durable())).result.errors).toEqual([]);
  expect(servers()).toMatchObject([{ username: "postgres", snapshotIdentifier: "" }]);
});

/** Everything in AWS; what the component was given is in the state alone. */
const changesNothing = { created: [], changed: ["DjangoBase base"], replaced: [], deleted: [] };

test.each<[string, DatabaseArgs]>([
  ["a restore", { deletionProtection: false, snapshotIdentifier: "last-week" }],
  ["another user", { deletionProtection: false, username: "owner" }],
])(
  "%s in one step with the protection is refused before anything changes; taken back it changes nothing",
  async (_, database) => {
    const before = base.world.resources();
    const refusal = /unable to replace resource .*base-database-deletion-protection.*marked for protection/s;
    expect(await refusalOf(durable(database))).toMatch(refusal);
    expect((await base.up(durable(database))).result.errors.join()).toMatch(refusal);
    expect(base.world.resources()).toEqual(before);
    const { result, plan } = await base.up(durable());
    expect(result.errors).toEqual([]);
    expect(plan).toEqual(changesNothing);
    expect(base.world.resources()).toEqual(before);
  },
);

test("a snapshot that isn't there is refused in the preview", async () => {
  expect((await base.up(durable({ deletionProtection: false }))).result.errors).toEqual([]);
  const unknown = durable({ deletionProtection: false, snapshotIdentifier: "last-year" });
  expect(await refusalOf(unknown)).toContain(
    `DjangoBase can't be made:\\n  database.snapshotIdentifier: is \\"last-year\\". There is no such snapshot in this account and region.`,
  );
});

test("where the new server can't be made, the old one goes on, and with the settings taken back stays what it was", async () => {
  const before = servers();
  const restored = durable({ deletionProtection: false, snapshotIdentifier: "last-week" });
  const { result } = await base.up(restored, "create:Instance/base-database:error");
  expect(result.code).not.toBe(0);
  expect(servers()).toEqual(before);

  const back = await base.up(durable({ deletionProtection: false }));
  expect(back.result.errors).toEqual([]);
  expect(back.plan.replaced).toEqual([]);
  expect(servers()).toEqual(before);
  const again = await base.up(durable({ deletionProtection: false }));
  expect(again.plan).toEqual({ ...changesNothing, changed: [] });
});

test("a restore makes a server of another name; without the snapshot's name it stays as it is, protected again", async () => {
  const [old] = servers();
  const { result } = await base.up(durable({ deletionProtection: false, snapshotIdentifier: "last-week" }));
  expect(result.errors).toEqual([]);
  const after = servers();
  expect(after).toMatchObject([{ snapshotIdentifier: "last-week" }]);
  expect(after[0]?.id).not.toBe(old?.id);
  expect(after[0]?.identifier).not.toBe(old?.identifier);
  expect(logGroups()).toEqual(logGroupsOf(after[0]?.identifier));
  expect(base.world.remains("snapshot").map(({ id }) => id)).toEqual([
    "last-week",
    `${old?.identifier}-final`,
  ]);

  const back = await base.up(durable());
  expect(back.result.errors).toEqual([]);
  expect(back.plan.replaced).toEqual([]);
  expect(servers()).toEqual(after);
  expect(logGroups()).toEqual(logGroupsOf(after[0]?.identifier));
});
