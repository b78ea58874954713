import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runStep, type StepRun } from "./support/steps.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ci-images-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("which images are built", () => {
  const shop = "    folder: ../shop\n    repository: acme/shop\n";
  const ui = "    folder: ../shop-ui/web\n    repository: acme/shop-ui\n";
  const SOURCES = `images:\n  backend:\n${shop}  frontend:\n${ui}`;
  const OWN = "images:\n  backend:\n    folder: app\n  frontend:\n    folder: web\n";
  const APP = "config:\n  ublog:program: app\n  ublog:frontend:\n    enabled: true\n";

  /** Runs the step in a project with these files. */
  function which(
    inputs: Record<string, string>,
    {
      sources = SOURCES,
      stacks = { alpha: APP },
      tag = "",
    }: { sources?: string; stacks?: Record<string, string>; tag?: string } = {},
  ): Promise<StepRun> {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: ublog\nruntime: nodejs\n");
    writeFileSync(join(folder, ".ublog.yaml"), sources);
    for (const [stack, text] of Object.entries(stacks))
      writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
    const names = ["stack", "version", "backend", "frontend", "release"];
    const values = Object.fromEntries(names.map((name) => [`inputs.${name}`, inputs[name] ?? ""]));
    const pushed = "github.event_name == 'push' && github.ref_type == 'tag' && github.ref_name || ''";
    const runner = { project: folder, temp: join(folder, "temp"), env: process.env };
    const step = ["ci-images.yml", "images", "Which images, of what?"] as const;
    return runStep(runner, step, { ...values, [pushed]: tag });
  }

  const jobsOf = ({ outputs }: StepRun) => JSON.parse(outputs.images ?? "");
  const BACKEND = {
    image: "backend",
    repository: "acme/shop",
    ref: "v2",
    folder: ".",
    runner: "ubuntu-24.04",
    emulated: false,
  };
  const FRONTEND = { ...BACKEND, image: "frontend", repository: "acme/shop-ui" };

  test("all of them of one version, in their own repositories", async () => {
    const { code, log, outputs } = await which({ version: "v2" });
    expect([code, log, outputs.stack]).toEqual([0, "", "alpha"]);
    expect(JSON.parse(outputs.images ?? "")).toEqual([BACKEND, FRONTEND]);
  });

  test("only what is named, each of its own version", async () => {
    expect(jobsOf(await which({ backend: "v2" }))).toEqual([BACKEND]);
    expect(jobsOf(await which({ frontend: "main" }))).toEqual([{ ...FRONTEND, ref: "main" }]);
    expect(jobsOf(await which({ version: "v2", frontend: "v5" }))).toEqual([
      BACKEND,
      { ...FRONTEND, ref: "v5" },
    ]);
  });

  test("on a machine of the stack's architecture, or with an emulation for both", async () => {
    const arm = { alpha: `${APP}  ublog:architecture: arm64\n` };
    expect(jobsOf(await which({ version: "v2" }, { stacks: arm }))).toEqual(
      [BACKEND, FRONTEND].map((job) => ({ ...job, runner: "ubuntu-24.04-arm" })),
    );
    const mixed = { alpha: `${APP}  ublog:workers:\n    mail:\n      architecture: arm64\n` };
    expect(jobsOf(await which({ version: "v2" }, { stacks: mixed }))).toEqual([
      { ...BACKEND, emulated: true },
      FRONTEND,
    ]);
  });

  test("of a pushed tag: those of this repository, and none of others'", async () => {
    const own = { ...BACKEND, repository: "", folder: "app", ref: "v7" };
    expect(jobsOf(await which({}, { sources: OWN, tag: "v7" }))).toEqual([
      own,
      { ...own, image: "frontend", folder: "web" },
    ]);
    const mixed = `images:\n  backend:\n    folder: app\n  frontend:\n${ui}`;
    expect(jobsOf(await which({}, { sources: mixed, tag: "v7" }))).toEqual([own]);
    expect(jobsOf(await which({}, { tag: "v7" }))).toEqual([]);
    // A tag of a workflow that calls this one isn't what is built.
    expect(jobsOf(await which({ backend: "v2" }, { tag: "v7" }))).toEqual([BACKEND]);
  });

  test.each<[string, Parameters<typeof which>, string]>([
    [
      "nothing",
      [{}],
      "Nothing says what to build. Write a version for all images, or one for backend or frontend: a git tag, branch or commit of the application.",
    ],
    [
      "a release to nowhere",
      [{ version: "v2", release: "true" }],
      "To release the images, write the stack, too.",
    ],
    [
      "a stack that isn't there",
      [{ version: "v2", stack: "alfa" }],
      `There is no Pulumi.alfa.yaml in <project>. Did you mean --stack alpha?`,
    ],
    [
      "no stack, where they differ",
      [{ version: "v2" }, { stacks: { alpha: APP, beta: `${APP}  ublog:architecture: arm64\n` } }],
      "The app stacks run different images, or on different processors: alpha and beta. Write which stack is meant.",
    ],
    [
      "an image that the stack doesn't run",
      [{ version: "v2" }, { stacks: { alpha: "config:\n  ublog:program: app\n" } }],
      "alpha runs no frontend: leave it out.",
    ],
    [
      "an image that isn't in the file",
      [{ frontend: "v2" }, { sources: `images:\n  backend:\n${shop}` }],
      ".ublog.yaml has no frontend, only backend.",
    ],
    [
      "a folder that no workflow has",
      [{ version: "v2" }, { sources: "images:\n  backend:\n    folder: ../shop\n" }],
      ".ublog.yaml: images.backend.folder is ../shop, outside of this repository, and no `repository` says where a workflow finds it. Write repository: OWNER/NAME.",
    ],
  ])("%s is refused", async (_, [inputs, files], message) => {
    const { code, log, outputs } = await which(inputs, files);
    expect([code, log.replaceAll(folder, "<project>"), outputs]).toEqual([1, `::error::${message}\n`, {}]);
  });
});

describe("an image is built by `ublog build`", () => {
  /** What the step runs for a ref of the application, which has the tags v2 and v3 on its only commit. */
  async function built(ref: string): Promise<string[]> {
    const application = join(folder, "application/web");
    const bin = join(folder, "temp/bin");
    mkdirSync(application, { recursive: true });
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "pnpm"), `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/words'\n`);
    chmodSync(join(bin, "pnpm"), 0o755);
    const identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    const git = (...args: string[]) => execFileSync("git", ["-C", application, ...identity, ...args]);
    git("init", "--quiet");
    git("commit", "--quiet", "--allow-empty", "--message", "First");
    for (const tag of ["v2", "v3"]) git("tag", tag);
    const values = {
      "needs.images.outputs.stack": "alpha",
      "matrix.image": "frontend",
      "matrix.ref": ref,
      "matrix.folder": "web",
      "vars.AWS_REGION": "eu-west-1",
    };
    const runner = { project: folder, temp: join(folder, "temp"), env: process.env };
    const { code, log } = await runStep(runner, ["ci-images.yml", "build", "Build and push"], values);
    expect([code, log]).toEqual([0, ""]);
    return readFileSync(join(folder, "words"), "utf8").trimEnd().split("\n");
  }

  const WORDS = [
    ...["exec", "ublog", "build", "frontend", "--stack=alpha", "--folder=frontend=application/web"],
    ...["--region=eu-west-1", "--push", "--github-cache"],
  ];

  test("as the tag that was asked for", async () => {
    expect(await built("v3")).toEqual([...WORDS, "--version=v3"]);
  });

  test.each(["main", "$(touch x) --push", "0123456789abcdef0123456789abcdef01234567"])(
    "as what git says, of %s",
    async (ref) => {
      expect(await built(ref)).toEqual(WORDS);
    },
  );
});

test("an application that can't be checked out is no riddle", async () => {
  const runner = { project: folder, temp: join(folder, "temp"), env: process.env };
  const step = ["ci-images.yml", "build", "Is the application there?"] as const;
  const { code, log } = await runStep(runner, step, {
    "matrix.repository || github.repository": "acme/shop",
    "matrix.ref": "v9",
  });
  expect([code, log]).toEqual([
    1,
    "::error::'v9' of acme/shop can't be checked out: there is no such tag, branch or commit, or the repository is private, and the secret APPLICATION_TOKEN is missing, has run out or may not read it. packages/pipeline/README.md says how to set it.\n",
  ]);
});
