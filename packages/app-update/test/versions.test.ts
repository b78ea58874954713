import { expect, test } from "vitest";
import { pushImage } from "../../aws-model/src/ecs/index.ts";
import { knownVersion, labelOf } from "../src/ledger/versions.ts";
import { EXIT } from "../src/outcome.ts";
import { TAG } from "../src/release/definition.ts";
import { recordsOf } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { makeWorld, pushVersion, type World } from "./support/world.ts";

const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

async function released(...versions: string[]): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"] });
  for (const version of versions) {
    pushVersion(world, version);
    expect((await run(world, `release ${version}`)).exit).toBe(EXIT.done);
  }
  return world;
}

const digestOf = (world: World, image: string, tag: string) =>
  world.ecs.images.find((one) => one.repository.endsWith(image) && one.tag === tag)?.digest ?? "";

const json = async (world: World, args: string) => JSON.parse((await run(world, `${args} --json`)).stdout);

test("an image whose digest is given is shown as the version that it was released as", async () => {
  const world = await released("v7", "v8");
  pushVersion(world, "v9");
  const digest = digestOf(world, "frontend", "v7");
  const short = digest.slice(0, 19);
  const backend = digestOf(world, "backend", "v9");

  const plan = await run(world, `plan v9 --digest frontend=${digest}`);
  expect(plan.stdout).toMatch(/\ngunicorn +roll +alpha-gunicorn:3 +v8 → v9 /);
  expect(plan.stdout).toMatch(/\nfrontend +roll +alpha-web-ui:3 +v8 → v7 /);
  expect(plan.stdout).toContain("✓ A release of v9 with frontend v7 would change 2 processes.");
  expect(plan.stdout).toContain(`  Note: frontend is v7 (${short}), as --digest says.\n`);
  expect((await json(world, `plan v9 --digest frontend=${digest}`)).plan).toMatchObject({
    version: "v9",
    versions: { backend: "v9", frontend: "v7" },
    digests: { backend, frontend: digest },
    rows: [
      { process: "update", version: "v9", runningVersion: "v8" },
      { process: "gunicorn", version: "v9", runningVersion: "v8" },
      {
        process: "frontend",
        version: "v7",
        runningVersion: "v8",
        image: `${REGISTRY}/ublog-frontend@${digest}`,
      },
    ],
  });

  const done = await run(world, `release v9 --digest frontend=${digest}`);
  expect(done.stdout).toContain("✓ v9 with frontend v7 is live (release 3).");
  expect(done.stdout).toContain(`  Note: frontend is v7 (${short}), as --digest says.\n`);
  expect(recordsOf(world)[0]).toMatchObject({
    version: "v9",
    versions: { backend: "v9", frontend: "v7" },
    digests: { backend, frontend: digest },
  });
  const tags = (name: string) => world.ecs.definitions[name]?.tags.find(({ key }) => key === TAG.version);
  expect([tags("alpha-gunicorn:4"), tags("alpha-web-ui:4")]).toEqual([
    { key: TAG.version, value: "v9" },
    { key: TAG.version, value: "v7" },
  ]);

  const status = await run(world, "status");
  expect(status.stdout).toMatch(/\ngunicorn +v9 +alpha-gunicorn:4 /);
  expect(status.stdout).toMatch(/\nfrontend +v7 +alpha-web-ui:4 /);
  expect(status.stdout).toContain("✓ alpha runs v9 with frontend v7 (release 3, by ");
  expect(await json(world, "status")).toMatchObject({
    current: { version: "v9", versions: { backend: "v9", frontend: "v7" } },
    services: [
      { process: "gunicorn", version: "v9", digest: backend },
      { process: "frontend", version: "v7", digest },
    ],
  });

  const history = await run(world, "history");
  expect(history.stdout.split("\n")[1]).toMatch(
    new RegExp(`^3 +v9 +– +backend ${backend.slice(7, 15)}, frontend v7 ${digest.slice(7, 15)} `),
  );
  expect((await json(world, "history --limit 1")).releases).toMatchObject([
    { version: "v9", versions: { backend: "v9", frontend: "v7" } },
  ]);

  const again = await run(world, `release v9 --digest frontend=${digest}`);
  expect(again.stdout).toContain("✓ Nothing to change: v9 with frontend v7 runs already.");
});

test("a rollback brings back the versions of the images too, and says so", async () => {
  const world = await released("v7");
  pushVersion(world, "v9");
  await run(world, `release v9 --digest frontend=${digestOf(world, "frontend", "v7")}`);
  expect((await run(world, "release v9")).stdout).toContain("✓ v9 is live (release 3).");
  const back = await run(world, "rollback");
  expect(back.stdout).toContain("▸ Going back to release 2 (v9 with frontend v7)");
  expect(back.stdout).toContain("✓ v9 with frontend v7 is back (release 4).");
  expect(recordsOf(world)[0]?.versions).toEqual({ backend: "v9", frontend: "v7" });
  expect((await json(world, "status")).services).toMatchObject([{ version: "v9" }, { version: "v7" }]);
});

test("an image that was never released is what the registry calls it", async () => {
  const world = await released("v8");
  pushVersion(world, "v9");
  const digest = pushImage(world.ecs, `${REGISTRY}/ublog-frontend`, "hotfix");
  const done = await run(world, `release v9 --digest frontend=${digest}`);
  expect(done.stdout).toContain("✓ v9 with frontend hotfix is live (release 2).");
});

test("an image whose version nobody knows is named by its digest", async () => {
  const world = await released("v8");
  pushVersion(world, "v9");
  world.targets.images.frontend = "ghcr.io/acme/shop";
  world.parameters["/django/ublog/alpha/deploy-targets"] = JSON.stringify(world.targets);
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const done = await run(world, `release v9 --digest frontend=${digest}`);
  expect(done.stdout).toContain("✓ v9 with frontend sha256:0123456789ab is live (release 2).");
  expect(done.stdout).toContain(
    "  Note: frontend is a version that nobody knows (sha256:0123456789ab), as --digest says.\n",
  );
  expect(recordsOf(world)[0]?.versions).toEqual({ backend: "v9" });
  const status = await run(world, "status");
  expect(status.stdout).toMatch(/\nfrontend +sha256:0123456789ab +alpha-web-ui:3 /);
  const { services } = await json(world, "status");
  expect(services[1]).toMatchObject({ process: "frontend", digest });
  expect(services[1].version).toBeUndefined();
  expect((await run(world, "history")).stdout).toContain(", frontend of unknown version 01234567 ");
});

test("the digest of the version itself is that version", async () => {
  const world = await released("v8");
  pushVersion(world, "v9");
  const done = await run(world, `release v9 --digest frontend=${digestOf(world, "frontend", "v9")}`);
  expect(done.stdout).toContain("✓ v9 is live (release 2).");
});

test("an image that is pushed again under another tag is the version that was released last", async () => {
  const world = await released("v8");
  pushVersion(world, "v9");
  const same = digestOf(world, "frontend", "v8");
  for (const image of world.ecs.images)
    if (image.repository.endsWith("frontend") && image.tag === "v9") image.digest = same;
  await run(world, "release v9");
  expect((await json(world, "status")).services).toMatchObject([{ version: "v9" }, { version: "v9" }]);
  expect((await run(world, "status")).stdout).toMatch(/\nfrontend +v9 +alpha-web-ui:2 /);
});

test("records of before versions were kept have that of their release, the oldest of a digest", async () => {
  const world = await released("v7", "v9");
  const [v9, v7] = recordsOf(world).map(({ versions: _, ...record }) => record);
  if (v9 === undefined || v7 === undefined) throw new Error("no releases");
  const mixed = { ...v9, digests: { ...v9.digests, frontend: v7.digests.frontend ?? "" } };
  expect(knownVersion([mixed, v7], "frontend", v7.digests.frontend ?? "")).toBe("v7");
  expect(knownVersion([mixed, v7], "backend", v9.digests.backend ?? "")).toBe("v9");
  expect(knownVersion([mixed, v7], "frontend", "sha256:0")).toBeUndefined();
  expect(labelOf(mixed)).toBe("v9");
});
