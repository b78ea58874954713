import { expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import type { Build, BuildRequest } from "../src/release/built.ts";
import { report } from "../src/report/report.ts";
import { recordsOf } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { makeWorld, pushVersion, type World } from "./support/world.ts";

const digestOf = (world: World, image: string, tag: string) =>
  world.ecs.images.find((one) => one.repository.endsWith(image) && one.tag === tag)?.digest ?? "";

const COMMITS = { backend: "b".repeat(40), frontend: "f".repeat(40) };

/** A world, and a build that pushes backend v2 and frontend v5 into it. */
function worldWithBuild(exit: number = EXIT.done) {
  const world = makeWorld({ services: ["gunicorn", "frontend"] });
  const requests: BuildRequest[] = [];
  const build: Build = async (session, request) => {
    requests.push(request);
    session.progress.step("Building");
    pushVersion(world, "v2");
    pushVersion(world, "v5");
    const versions = { backend: "v2", frontend: "v5" };
    const digests = {
      backend: digestOf(world, "backend", "v2"),
      frontend: digestOf(world, "frontend", "v5"),
    };
    const told = { command: "build", environment: "alpha", exit, headline: "It was built." };
    const built = report(told, {
      tables: [{ head: ["Image", "State"], rows: [["backend", "pushed"]] }],
      remarks: ["Without provenance."],
      data: { images: ["as they are"] },
      outputs: { "backend-digest": digests.backend },
    });
    return exit === EXIT.done && !request.dryRun
      ? { report: built, images: { versions, digests, commits: COMMITS } }
      : { report: built };
  };
  return { world, build, requests };
}

test("release --build releases exactly what was built, by digest, in one report", async () => {
  const { world, build, requests } = worldWithBuild();
  const { exit, stdout, stderr } = await run(world, "release --build --json", { build });
  expect(exit).toBe(EXIT.done);
  const said = JSON.parse(stdout);
  const digests = { backend: digestOf(world, "backend", "v2"), frontend: digestOf(world, "frontend", "v5") };
  expect(said).toMatchObject({
    command: "release --build",
    headline: "v2 with frontend v5 is live (release 1).",
    remarks: ["Without provenance."],
    images: ["as they are"],
  });
  expect(recordsOf(world)[0]).toMatchObject({
    version: "v2",
    versions: { backend: "v2", frontend: "v5" },
    digests,
    gitSha: COMMITS.backend,
    state: "succeeded",
  });
  expect(requests).toMatchObject([{ stack: "alpha", json: true, versions: {}, version: undefined }]);
  expect(stderr).toContain("▸ Building\n");
});

test("its report has the tables of both", async () => {
  const { world, build } = worldWithBuild();
  const { stdout } = await run(world, "release --build", { build });
  expect(stdout).toMatch(/\nImage +State\nbackend +pushed\n\nProcess +Before +Release +State\n/);
});

test.each([
  ["release v3 --build", { version: "v3", versions: {} }],
  ["release v3 --frontend v4 --build", { version: "v3", versions: { frontend: "v4" } }],
  ["release --backend v2 --build", { version: undefined, versions: { backend: "v2" } }],
  ["release --build --project ublog --dry-run", { project: "ublog", dryRun: true }],
])("`%s` hands on what it wants", async (words, wanted) => {
  const { world, build, requests } = worldWithBuild();
  await run(world, words, { build });
  expect(requests).toMatchObject([wanted]);
});

test("a build that fails is the end of it", async () => {
  const { world, build } = worldWithBuild(EXIT.failed);
  const { exit, stdout } = await run(world, "release --build", { build });
  expect([exit, recordsOf(world)]).toEqual([EXIT.failed, []]);
  expect(stdout).toContain("✗ It was built.\n");
});

test("a dry run of it says what would be built, and that it would be released", async () => {
  const { world, build } = worldWithBuild();
  const { exit, stdout } = await run(world, "release --build --dry-run", { build });
  expect([exit, recordsOf(world)]).toEqual([EXIT.done, []]);
  expect(stdout).toContain("✓ It was built. Then it would release what was built.\n");
});

test("a release that is refused says that the images stay", async () => {
  const { world, build } = worldWithBuild();
  world.denied = ["ecs:UpdateService"];
  const { exit, stdout } = await run(world, "release --build", { build });
  expect(exit).toBe(EXIT.refused);
  expect(stdout).toMatch(
    /\n✗ Refused: alpha is as it was\. backend v2 and frontend v5 stay in the registry\.\n {2}- .*ecs:UpdateService/,
  );
});

test.each([
  [
    "release --build",
    undefined,
    "--build needs the repository that says what the images are built of: there it is `npx -y pnpm@12 ublog release --build`. Here push the images first, and write their version.",
  ],
  [
    `release --build --digest backend=sha256:${"0".repeat(64)}`,
    "build",
    "--digest names an image that is pushed already, and --build makes one: write one of them.",
  ],
  [
    "release --build --stack /django/ublog/alpha/deploy-targets",
    "build",
    "--build reads the stack's file: write --stack with its name instead of /django/ublog/alpha/deploy-targets.",
  ],
])("`%s` is refused", async (words, has, said) => {
  const { world, build, requests } = worldWithBuild();
  const { exit, stdout } = await run(world, words, has === undefined ? {} : { build });
  expect([exit, requests]).toEqual([EXIT.refused, []]);
  expect(stdout).toBe(`✗ Refused: nothing was changed.\n  - ${said}\n`);
});

test("an environment that isn't up is told before anything is built", async () => {
  const { world, build, requests } = worldWithBuild();
  world.parameters = {};
  const { exit, stdout } = await run(world, "release --build", { build });
  expect([exit, requests]).toEqual([EXIT.refused, []]);
  expect(stdout).toContain("There is no SSM parameter `/django/ublog/alpha/deploy-targets`");
});
