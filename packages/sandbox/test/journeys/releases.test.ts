import { fileURLToPath } from "node:url";
import { whatRuns } from "@ublog/aws-model/src/wire/whatRuns.ts";
import { openWorld, type World } from "@ublog/aws-model/src/world/world.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { appUpdate } from "../../src/appUpdate/appUpdate.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { update } from "../../src/sandbox/update.ts";

const project = fileURLToPath(new URL("../../../pulumi-aws-django/test/app/project", import.meta.url));
const region = "us-east-1";

/** An app of DjangoApp on the real engine, on a base that is written down, and the release tool on it. */
async function app() {
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  const world = openWorld(sandbox.world);
  const settings = (environment: Record<string, string>) => {
    const apps = {
      alpha: {
        environment,
        workers: { default: {} },
        scheduledCommands: {
          clear: { command: ["python", "manage.py", "clearsessions"], schedule: "rate(1 day)" },
        },
      },
    };
    return ["-c", `aws:region=${region}`, "-c", `apps=${JSON.stringify(apps)}`];
  };
  return {
    sandbox,
    world,
    up: (environment: Record<string, string>, ...args: string[]) =>
      update(sandbox, "up", "apps", { args: [...settings(environment), ...args] }),
    preview: (environment: Record<string, string>) =>
      sandbox.pulumi(["preview", "--stack", "apps", "--expect-no-changes", ...settings(environment)]),
    destroy: () => update(sandbox, "destroy", "apps"),
    release: async (version: string) => {
      const { code, stdout } = await appUpdate(sandbox.world, ["release", version, "--stack", "alpha"]);
      return [code, stdout] as const;
    },
    runs: () =>
      Object.fromEntries(
        whatRuns(world, region).map(({ service, tasks, revision }) => [
          service.split("/")[1],
          { ...tasks, revision },
        ]),
      ),
  };
}

/** Makes the secrets that the templates name and that only a real base would have made. */
function makeSecretsOfBase(world: World): void {
  const type = "aws:secretsmanager/secret:Secret";
  const templates = world.resources("aws:ecs/taskDefinition:TaskDefinition");
  const named = templates.flatMap(({ state }) =>
    [...String(state.containerDefinitions).matchAll(/arn:aws:secretsmanager:[^:]+:\d+:secret:[\w/-]+/g)].map(
      ([arn]) => arn,
    ),
  );
  for (const arn of new Set(named)) {
    if (world.get(type, arn) !== undefined) continue;
    const state = { arn, name: arn, secretId: arn, versionId: "1", versionStages: ["AWSCURRENT"], region };
    for (const made of [type, "aws:secretsmanager/secretVersion:SecretVersion"])
      world.put({ type: made, id: arn, urn: "", inputs: {}, state });
  }
}

test("releases and a stack share the services, and neither undoes what the other did", async () => {
  const { sandbox, world, up, preview, destroy, release, runs } = await app();
  const environment = { LOG_LEVEL: "info" };
  expect((await up(environment)).errors).toEqual([]);
  makeSecretsOfBase(world);
  expect(await release("v1")).toEqual([0, expect.stringContaining("v1 is live (release 1).")]);
  const released = {
    "alpha-beat": { v1: 1, revision: "alpha-beat:2" },
    "alpha-default": { v1: 1, revision: "alpha-default:2" },
    "alpha-gunicorn": { v1: 1, revision: "alpha-gunicorn:2" },
  };
  expect(runs()).toEqual(released);

  const unchanged = { created: 0, changed: 0, replaced: 0, deleted: 0 };
  expect(await preview(environment)).toMatchObject({ code: 0 });
  // A refresh sees what runs, and an update after it still leaves that alone.
  expect((await up(environment, "--refresh")).counts).toMatchObject(unchanged);
  const { deployment } = JSON.parse((await sandbox.pulumi(["stack", "export", "--stack", "apps"])).stdout);
  const outputs = deployment.resources.find(({ urn }: { urn: string }) =>
    urn.endsWith("Service::alpha-gunicorn"),
  ).outputs;
  expect([outputs.desiredCount, outputs.taskDefinition]).toEqual([
    1,
    "arn:aws:ecs:us-east-1:123456789012:task-definition/alpha-gunicorn:2",
  ]);

  // New templates get numbers after those of releases, and wait for the next one.
  expect((await up({ LOG_LEVEL: "debug" })).counts).toMatchObject({ created: 0, deleted: 0 });
  expect(runs()).toEqual(released);
  expect(await release("v2-bad-migration")).toEqual([1, expect.stringContaining("IntegrityError")]);
  expect(runs()).toEqual(released);
  expect((await release("v2"))[0]).toBe(0);
  expect(runs()["alpha-gunicorn"]).toEqual({ v2: 1, revision: "alpha-gunicorn:5" });

  expect(await destroy()).toMatchObject({ code: 0, errors: [] });
  expect(world.resources().filter(({ urn }) => urn !== "")).toEqual([]);
  expect(["service", "task", "log", "item"].flatMap((kind) => world.contents(kind))).toEqual([]);
  const left = world.remains("task-definition").filter(({ state }) => state.family === "alpha-gunicorn");
  expect(left.map(({ state }) => [state.revision, state.status])).toEqual([
    [2, "ACTIVE"],
    [1, "ACTIVE"],
    [4, "ACTIVE"],
    [5, "ACTIVE"],
    [3, "ACTIVE"],
  ]);
});
