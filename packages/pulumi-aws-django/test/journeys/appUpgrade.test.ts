import { afterAll, beforeAll, expect, test } from "vitest";
import { type AppSandbox, changesOf, openAppSandbox } from "../app/support/appSandbox.ts";

const SERVICE = "aws:ecs/service:Service";

let apps: AppSandbox;
beforeAll(async () => {
  apps = await openAppSandbox();
});
afterAll(() => apps.close());

/** The ids of everything that must outlive the upgrade. */
function identities(): string[] {
  const kept = [SERVICE, "aws:ecs/cluster:Cluster", "aws:cloudwatch/logGroup:LogGroup", "aws:iam/role:Role"];
  return kept.flatMap((type) => apps.world.resources(type).map(({ id }) => `${type} ${id}`)).sort();
}

test("an app of pulumi-aws-django 1.28 is taken over in place: no service stops, no log is lost", async () => {
  const before = await apps.up({}, { former: "true" });
  expect(before.errors).toEqual([]);
  const old = identities();
  expect(old).toHaveLength(4 + 1 + 5 + 2);

  // The app is named like the stack, as it was before.
  const result = await apps.up({ apps: { nuxt: {}, capacity: "spot" } }, { former: "false" });
  expect(result.errors).toEqual([]);
  const { created, changed, replaced, deleted } = changesOf(result);
  expect(changed).toEqual([
    "ClusterCapacityProviders apps",
    "LogGroup apps-backend_update",
    "LogGroup apps-beat",
    "LogGroup apps-default",
    "LogGroup apps-gunicorn",
    "LogGroup apps-web-ui",
    "Role apps-execution",
    "Role apps-task",
    "RolePolicy apps-execution",
    "RolePolicy apps-task",
    "Service apps-beat",
    "Service apps-default",
    "Service apps-gunicorn",
    "Service apps-web-ui",
  ]);
  expect(replaced).toEqual(["Record apps-a"]);
  expect(identities()).toEqual(expect.arrayContaining(old));
  expect(created.filter((line) => /^(Service|Cluster|LogGroup|Record) /.test(line))).toEqual([]);
  expect(deleted.filter((line) => /^(Service|Cluster|LogGroup|Record|Role|RolePolicy) /.test(line))).toEqual(
    [],
  );
  expect(deleted).toContain("EcsApp EcsAppComponent");
  expect(apps.world.resources(SERVICE).map(({ state }) => state.desiredCount)).toEqual([1, 1, 1, 1]);
});

test("a second up changes nothing", async () => {
  const result = await apps.up({ apps: { nuxt: {}, capacity: "spot" } }, { former: "false" });
  expect([result.errors, changesOf(result)]).toEqual([
    [],
    { created: [], changed: [], replaced: [], deleted: [] },
  ]);
});
