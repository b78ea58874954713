import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openWorld, type World } from "@ublog/aws-model/src/world/world.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { update } from "../../src/sandbox/update.ts";

const project = join(fileURLToPath(new URL("../fixtures/", import.meta.url)), "aws-stack");
const none = { created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0 };

async function stack() {
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  const look = <T>(at: (world: World) => T): T => {
    const world = openWorld(sandbox.world);
    try {
      return at(world);
    } finally {
      world.close();
    }
  };
  const set = (key: string, value: string) => sandbox.pulumi(["config", "set", "--stack", "dev", key, value]);
  const up = (...args: string[]) => update(sandbox, "up", "dev", { args });
  const pulumi = async (...args: string[]) => {
    const { code, stdout, stderr } = await sandbox.pulumi([...args, "--stack", "dev"]);
    expect(code, stderr).toBe(0);
    return stdout;
  };
  return { sandbox, look, set, up, pulumi };
}

/** The tail of a URN: what the program calls the resource. */
const named = (urn: string) => urn.split("::").pop();

test("the life of a stack: made, unchanged, changed, refreshed, replaced, removed", async () => {
  const { sandbox, look, set, up, pulumi } = await stack();
  const service = (world: World) => world.resources("aws:ecs/service:Service")[0];

  expect((await up()).counts).toEqual({ ...none, created: 14 });
  expect((await up()).counts).toEqual({ ...none, unchanged: 14 });
  // The certificate is made by a provider of its own.
  expect(look((world) => world.resources("aws:acm/certificate:Certificate")[0]?.state)).toMatchObject({
    arn: expect.stringMatching(/^arn:aws:acm:us-east-1:123456789012:certificate\//),
    tagsAll: { Where: "edge" },
  });
  expect(look((world) => world.resources("aws:ec2/vpc:Vpc")[0]?.state)).toMatchObject({
    region: "eu-west-1",
    tagsAll: { App: "fixture" },
  });

  // Secrets are in the world, but in Pulumi's state only as ciphertext.
  const state = await pulumi("stack", "export");
  const password = look((world) => String(world.resources("aws:rds/instance:Instance")[0]?.state.password));
  expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
  expect(state).not.toContain(password);
  expect(state).not.toContain("swordfish");
  expect(JSON.parse(state).deployment.resources[0].outputs.databasePassword).toHaveProperty("ciphertext");

  // A changed setting makes a new revision, and leaves the service alone, also where others have changed it.
  look((world) => {
    const live = service(world);
    if (live) world.put({ ...live, state: { ...live.state, desiredCount: 2, taskDefinition: "web:7" } });
  });
  await set("level", "debug");
  const changed = await up();
  expect(changed.counts).toEqual({ ...none, replaced: 1, unchanged: 13 });
  expect(changed.changes.filter(({ kind }) => kind === "replaced").map(({ urn }) => named(urn))).toEqual([
    "web",
  ]);
  expect(look(service)?.state).toMatchObject({ desiredCount: 2, taskDefinition: "web:7" });
  expect(
    look((world) =>
      world.remains("task-definition").map(({ id, state }) => [id.split("/")[1], state.status]),
    ),
  ).toEqual([["web:1", "ACTIVE"]]);

  // After a refresh the engine knows what others did, and still leaves it alone.
  await pulumi("refresh", "--yes", "--skip-preview");
  const { deployment } = JSON.parse(await pulumi("stack", "export"));
  const known = deployment.resources.find(({ type }: { type: string }) => type === "aws:ecs/service:Service");
  expect(known.outputs).toMatchObject({ desiredCount: 2, taskDefinition: "web:7" });
  expect((await up()).counts).toEqual({ ...none, unchanged: 14 });

  // Another engine replaces the database and what is made from its address; the old one leaves its snapshot.
  await set("engine", "mysql");
  const replaced = await up();
  expect(replaced.errors).toEqual([]);
  expect(
    new Set(replaced.changes.filter(({ kind }) => kind === "replaced").map(({ urn }) => named(urn))),
  ).toEqual(new Set(["db", "web"]));
  expect(look((world) => world.remains("snapshot").map(({ id }) => id))).toEqual(["last"]);

  look((world) => world.clear("snapshot", "last"));
  expect((await update(sandbox, "destroy", "dev")).code).toBe(0);
  expect(look((world) => world.resources())).toEqual([]);
});

test("an existing resource is imported, and one that is not there is an error", async () => {
  const { look, set, up } = await stack();
  const type = "aws:ec2/vpc:Vpc";
  const state = {
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    instanceTenancy: "default",
    region: "eu-west-1",
  };
  look((world) =>
    world.put({
      type,
      id: "vpc-familiar",
      urn: "",
      inputs: {},
      state: { ...state, tags: {}, tagsAll: { App: "fixture" }, arn: "arn:vpc" },
    }),
  );
  await set("familiar", "vpc-other");
  const missing = await up();
  expect(missing.code).not.toBe(0);
  expect(missing.errors.join("\n")).toContain("resource 'vpc-other' does not exist");

  await set("familiar", "vpc-familiar");
  const imported = await up();
  expect(imported.errors).toEqual([]);
  expect(look((world) => world.resources(type).map(({ id }) => id))).toEqual(["vpc-familiar"]);
});

test("a program with a misspelling is refused before anything is made", async () => {
  const { look, set, up } = await stack();
  await set("aws:defaultTag", "App");
  const { code, errors } = await up();
  expect(code).not.toBe(0);
  expect(errors.join("\n")).toContain("did you mean 'aws:defaultTags'?");
  expect(look((world) => world.resources())).toEqual([]);
});
