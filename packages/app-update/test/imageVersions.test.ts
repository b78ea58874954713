import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pushImage } from "../../aws-model/src/ecs/index.ts";
import type { Aws } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { givenVersions, recordsOf, runningVersions } from "./support/inspect.ts";
import { type Run, run, start } from "./support/program.ts";
import { makeWorld, publishTargets, type World } from "./support/world.ts";

const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

/** A world with these images, in which these releases went well. */
async function worldWith(pushed: Record<string, string[]>, ...releases: string[]): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"] });
  for (const [image, tags] of Object.entries(pushed))
    for (const tag of tags) pushImage(world.ecs, `${REGISTRY}/ublog-${image}`, tag);
  for (const release of releases) {
    const done = await run(world, `release ${release}`);
    expect(done.exit, done.stdout).toBe(EXIT.done);
  }
  return world;
}

const PUSHED = { backend: ["v1", "v2", "v3"], frontend: ["v1", "v5", "v6"] };

const digestOf = (world: World, image: string, tag: string) =>
  world.ecs.images.find((one) => one.repository.endsWith(image) && one.tag === tag)?.digest ?? "";
const json = async (world: World, args: string) => JSON.parse((await run(world, `${args} --json`)).stdout);
const problemsOf = (refused: Run) =>
  refused.stdout.split("\n").flatMap((line) => (line.startsWith("  - ") ? [line.slice(4)] : []));

test("each image has a version of its own, in everything that is told of a release", async () => {
  const world = await worldWith(PUSHED);
  const versions = { backend: "v2", frontend: "v5" };
  const digests = {
    backend: digestOf(world, "backend", "v2"),
    frontend: digestOf(world, "frontend", "v5"),
  };
  const plan = await run(world, "plan --backend v2 --frontend v5");
  expect(plan.stdout).toContain("✓ A release of v2 with frontend v5 would change 2 processes.");
  expect(await json(world, "plan --frontend v5 --backend v2")).toMatchObject({
    command: "plan --backend v2 --frontend v5",
    plan: { version: "v2", versions, digests },
  });

  const folder = await mkdtemp(join(tmpdir(), "app-update-"));
  const environment = {
    GITHUB_STEP_SUMMARY: join(folder, "summary"),
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_REF_NAME: "v2",
    GITHUB_SHA: "c".repeat(40),
  };
  const done = await run(world, "release --backend v2 --frontend v5", { environment });
  expect(done.stdout).toContain("▸ Verifying backend v2 and frontend v5 for alpha\n");
  expect(done.stdout).toContain("✓ v2 with frontend v5 is live (release 1).");
  expect(await readFile(environment.GITHUB_STEP_SUMMARY, "utf8")).toMatch(
    /^### ✅ `release --backend v2 --frontend v5` on alpha\n\nv2 with frontend v5 is live \(release 1\)\.\n/,
  );
  expect(await readFile(environment.GITHUB_OUTPUT, "utf8")).toContain("release=1\nversion=v2\n");
  expect(recordsOf(world)[0]).toMatchObject({
    version: "v2",
    versions,
    digests,
    gitSha: environment.GITHUB_SHA,
  });
  expect(runningVersions(world)).toEqual({ gunicorn: "v2", frontend: "v5" });
  expect(givenVersions(world)).toEqual({ gunicorn: "v2", frontend: "v5", update: "v2" });

  const status = await run(world, "status");
  expect(status.stdout).toMatch(/\ngunicorn +v2 +alpha-gunicorn:2 /);
  expect(status.stdout).toMatch(/\nfrontend +v5 +alpha-web-ui:2 /);
  expect(status.stdout).toContain("✓ alpha runs v2 with frontend v5 (release 1, by ");
  expect((await run(world, "history")).stdout.split("\n")[1]).toMatch(
    /^1 +v2 +c{10} +backend [0-9a-f]{8}, frontend v5 [0-9a-f]{8} /,
  );
  for (const same of ["--backend v2 --frontend v5", "v2 --frontend v5", "v5 --backend v2"])
    expect((await run(world, `release ${same}`)).stdout).toContain(
      "✓ Nothing to change: v2 with frontend v5 runs already.",
    );
});

test("an image that isn't named stays as it is, and so does the commit of the one that is kept", async () => {
  const world = await worldWith(PUSHED, "--backend v2 --frontend v5 --git-sha abcdef0");
  const done = await run(world, "release --frontend v6");
  expect(done.stdout).toContain("✓ v2 with frontend v6 is live (release 2).");
  expect(done.stdout).toContain("  Note: backend stays v2: no other version is named.\n");
  expect(done.stdout).toMatch(/\ngunicorn +alpha-gunicorn:2 +alpha-gunicorn:2 +kept\n/);
  expect(recordsOf(world)[0]).toMatchObject({ version: "v2", gitSha: "abcdef0" });
  expect(givenVersions(world)).toEqual({ gunicorn: "v2", frontend: "v6", update: "v2" });

  expect((await run(world, "release --backend v3")).stdout).toContain(
    "✓ v3 with frontend v6 is live (release 3).",
  );
  expect(recordsOf(world)[0]?.gitSha).toBeUndefined();
  const refused = await run(world, "release --frontend v5 --git-sha abcdef1");
  expect([refused.exit, problemsOf(refused)]).toEqual([
    EXIT.refused,
    [
      "--git-sha is the commit of backend, which stays as it is: leave it out, or name backend's version too.",
    ],
  ]);
  const digest = digestOf(world, "frontend", "v1");
  expect((await run(world, `release --digest frontend=${digest}`)).stdout).toContain(
    "✓ v3 with frontend v1 is live (release 4).",
  );
});

test("an image may be called by its former names, which nobody is shown", async () => {
  const world = await worldWith(PUSHED);
  const { command, plan } = await json(world, "plan --django v2 --web-ui v5");
  expect(command).toBe("plan --backend v2 --frontend v5");
  expect(plan.versions).toEqual({ backend: "v2", frontend: "v5" });
  const help = (await start(world, ["release", "--help"])).stdout;
  expect(["--backend", "--django", "--web-ui", "--nuxt"].filter((one) => help.includes(one))).toEqual([
    "--backend",
  ]);
});

test("one version for all, but for one image", async () => {
  const world = await worldWith(PUSHED, "v1");
  const done = await run(world, "release v1 --backend v2");
  expect(done.stdout).toContain("▸ Verifying v1 and backend v2 for alpha\n");
  expect(done.stdout).toContain("✓ v2 with frontend v1 is live (release 2).");
  expect(done.stdout).not.toContain("Note: frontend");
  expect((await json(world, "history --limit 1")).releases).toMatchObject([
    { version: "v2", versions: { backend: "v2", frontend: "v1" } },
  ]);
});

describe("what is refused, with nothing changed", () => {
  test("a first release that doesn't name all images", async () => {
    const world = await worldWith(PUSHED);
    const { command } = await json(world, "release --backend v2");
    expect(command).toBe("release --backend v2");
    expect(problemsOf(await run(world, "release --backend v2"))).toEqual([
      "alpha has no release yet, so frontend can't stay as it is: write --frontend <version> too, or one version for all images.",
    ]);
  });

  test("an image that no release has had yet", async () => {
    const world = await worldWith(PUSHED);
    const { backend = "", frontend = "" } = world.targets.images;
    world.targets.images = { backend };
    const [web, nuxt] = world.targets.services;
    if (web === undefined || nuxt === undefined) throw new Error("no services");
    world.targets.services = [web];
    publishTargets(world);
    expect((await run(world, "release v1")).exit).toBe(EXIT.done);
    world.targets.images = { backend, frontend };
    world.targets.services = [web, nuxt];
    publishTargets(world);
    expect(problemsOf(await run(world, "release --backend v2"))).toEqual([
      "Release 1, which alpha runs, has no frontend: write --frontend <version> too, or one version for all images.",
    ]);
  });

  test("a version of an image that the environment doesn't have", async () => {
    const world = await worldWith(PUSHED);
    const [web] = world.targets.services;
    if (web === undefined) throw new Error("no services");
    world.targets.images = { backend: world.targets.images.backend ?? "" };
    world.targets.services = [web];
    publishTargets(world);
    expect(problemsOf(await run(world, "release v1 --frontend v5"))).toEqual([
      "--frontend v5: there is no image `frontend`, only `backend`.",
    ]);
  });

  test("an image that would stay and is gone from its repository", async () => {
    const world = await worldWith(PUSHED, "--backend v2 --frontend v5");
    const digest = digestOf(world, "frontend", "v5");
    world.ecs.images = world.ecs.images.filter((image) => image.digest !== digest);
    expect(problemsOf(await run(world, "release --backend v3"))).toEqual([
      `\`${REGISTRY}/ublog-frontend\` no longer has \`${digest.slice(0, 19)}\`, which frontend runs and would stay: name a version that is there, --frontend <version>.`,
    ]);
  });

  test("a digest that is another version's", async () => {
    const world = await worldWith(PUSHED, "v1");
    const digest = digestOf(world, "backend", "v3");
    expect(problemsOf(await run(world, `release --backend v2 --digest backend=${digest}`))).toEqual([
      `--backend v2 and --digest backend=${digest.slice(0, 19)}… aren't the same image: the digest is v3. Write one of them.`,
    ]);
    const done = await run(world, `release --backend v3 --digest backend=${digest}`);
    expect(done.stdout).toContain("✓ v3 with frontend v1 is live (release 2).");
  });

  test("a history that can't be read, and nothing of what stays is guessed", async () => {
    const world = await worldWith(PUSHED, "v1");
    const between =
      (aws: Aws): Aws =>
      (operation, input) => {
        if (operation === "dynamodb.Query") throw Object.assign(new Error("no table"), { name: "Oh" });
        return aws(operation, input);
      };
    const refused = await run(world, "release --backend v2", { between });
    expect(problemsOf(refused)).toEqual(["The release table `alpha-releases` can't be read. Oh: no table."]);
  });

  test.each([
    [
      ["release"],
      "missing required argument 'version': write one for all images, or --backend <version> or --frontend <version> for one of them.",
    ],
    [
      ["plan"],
      "missing required argument 'version': write one for all images, or --backend <version> or --frontend <version> for one of them.",
    ],
    [
      ["release", "--backend", ""],
      "option '--backend <version>' argument '' is invalid. It is empty: perhaps a shell variable isn't set.",
    ],
    [
      ["release", "--frontend", "v 5"],
      "option '--frontend <version>' argument 'v 5' is invalid. A version is the tag of its images:",
    ],
    [["release", "--fronted", "v5"], "unknown option '--fronted'\n(Did you mean --frontend?)"],
    [["check", "--frontend", "v5"], "unknown option '--frontend'"],
  ])("%j", async (words, message) => {
    const refused = await start(makeWorld(), [...words, "--stack", "alpha"]);
    expect(refused.stderr).toContain(`error: ${message}`);
    expect([refused.exit, refused.calls]).toEqual([EXIT.refused, []]);
  });
});

/** Kills a run while the update task of its release, with this number, is under way. */
function killedIn(world: World, number: number): (aws: Aws) => Aws {
  let isDead = false;
  return (aws) => async (operation, input) => {
    isDead ||= operation === "ecs.DescribeTasks" && recordsOf(world)[0]?.number === number;
    if (isDead) throw new Error("killed");
    return aws(operation, input);
  };
}

test.each(["--backend v3", "v3 --frontend v5", "v5 --backend v3"])(
  "a release that was killed half-way is finished by `release %s`",
  async (again) => {
    const world = await worldWith(PUSHED, "--backend v2 --frontend v5");
    await run(world, "release --backend v3", { between: killedIn(world, 2) });
    expect(recordsOf(world)[0]).toMatchObject({ number: 2, state: "started" });
    // Its lock has run out.
    world.ecs.now += 180_000;
    const done = await run(world, `release ${again}`);
    expect(done.stdout).toContain("! Going on with release 2, which a run left started.");
    expect(done.stdout).toContain("✓ v3 with frontend v5 is live (release 2).");
    expect(givenVersions(world)).toEqual({ gunicorn: "v3", frontend: "v5", update: "v3" });
  },
);

test("another version of one image takes the place of a release that was killed, and keeps what ran before it", async () => {
  const world = await worldWith(PUSHED, "--backend v2 --frontend v5");
  await run(world, "release --frontend v6", { between: killedIn(world, 2) });
  world.ecs.now += 180_000;
  const done = await run(world, "release --backend v3 --force");
  expect(done.stdout).toContain("✓ v3 with frontend v5 is live (release 3).");
  expect(recordsOf(world).map(({ state }) => state)).toEqual(["succeeded", "superseded", "succeeded"]);
});

test("a rollback to a version that was released with different images asks which", async () => {
  const world = await worldWith(PUSHED, "--backend v2 --frontend v5", "--frontend v6", "--backend v3");
  expect(problemsOf(await run(world, "rollback --to v2"))).toEqual([
    "v2 was released with different images: release 2 (v2 with frontend v6), release 1 (v2 with frontend v5). Write the number of one of them.",
  ]);
  expect((await run(world, "rollback")).stdout).toContain("✓ v2 with frontend v6 is back (release 4).");
  const back = await run(world, "rollback --to 1");
  expect(back.stdout).toContain("✓ v2 with frontend v5 is back (release 5).");
  expect(givenVersions(world)).toMatchObject({ gunicorn: "v2", frontend: "v5" });
  expect((await run(world, "release --backend v3")).stdout).toContain(
    "✓ v3 with frontend v5 is live (release 6).",
  );
  expect((await run(world, "rollback --to v5")).stdout).toContain(
    "- There is no succeeded release `v5`. The newest are: release 6 (v3 with frontend v5), release 3 (v3 with frontend v6), release 2 (v2 with frontend v6), release 1 (v2 with frontend v5).",
  );
});

test("the check is asked of the backend's own version", async () => {
  const world = makeWorld({ services: ["gunicorn", "frontend"], check: true });
  pushImage(world.ecs, `${REGISTRY}/ublog-backend`, "v2");
  const fits = await run(world, "check --backend v2");
  expect(fits.stdout).toContain("✓ v2 fits alpha: ");
  const two = await run(world, "check --backend v2 --image backend:ci");
  expect(problemsOf(two)).toEqual([
    "Write a version, whose image is checked in AWS, or --image for one of this machine.",
  ]);
});
