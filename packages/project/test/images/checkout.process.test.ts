import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { REGISTRY } from "../support/registry.ts";
import { makeTeam, type Team } from "../support/team.ts";

/* What is checked out, and what it is called: nothing here needs Docker or AWS, so nothing of either is called. */

let team: Team;
beforeEach(() => {
  team = makeTeam();
});
afterEach(() => team.remove());

const headOf = (folder: string) => team.git(folder, "rev-parse", "HEAD").slice(0, 12);

/** What is said of the backend, without Docker: what is wrong, or what would be built. */
async function saidOf(flags: Parameters<Team["build"]>[1] = {}, more: Parameters<Team["build"]>[2] = {}) {
  const { exit, stdout } = await team.build(["backend"], { dryRun: true, ...flags }, more);
  const lines = stdout.split("\n");
  if (exit === 0) return lines.at(-2)?.replace("✓ ", "");
  expect([exit, lines[1]]).toEqual([1, "✗ Refused: nothing was changed."]);
  return lines.slice(2, -1).map((line) => line.replace(/^ {2}- /, "").replace(/^backend: /, ""));
}

test.each([
  ["no tag", [], (commit: string) => commit],
  ["a git tag", ["v1.2.3"], () => "v1.2.3"],
])("its version is that of %s", async (_, tags, version) => {
  for (const tag of tags) team.git("shop", "tag", tag);
  expect(await saidOf()).toBe(`It would build and push backend ${version(headOf("shop"))}.`);
});

test("a git tag that no image can have is refused with one that it can have", async () => {
  team.git("shop", "tag", "release/1.0");
  expect(await saidOf()).toEqual([
    'the git tag release/1.0 can\'t be the tag of an image, which has at most 128 letters, digits, ".", "_" and "-". Write --version release-1.0.',
  ]);
  expect(await saidOf({ version: "release-1.0" })).toBe("It would build and push backend release-1.0.");
});

test("of several git tags one must be written", async () => {
  team.git("shop", "tag", "app/2");
  team.git("shop", "tag", "v2");
  expect(await saidOf()).toEqual([
    `the commit ${headOf("shop")} has several git tags: app/2, v2. Write which one is meant, such as --version v2.`,
  ]);
  expect(await saidOf({ version: "v2" })).toBe("It would build and push backend v2.");
});

test("a version that is the git tag of another commit is refused, and so is latest", async () => {
  team.git("shop", "tag", "v1");
  team.write("shop/app.txt", "second version");
  const first = headOf("shop");
  team.git("shop", "commit", "--quiet", "--all", "--message", "Second version");
  expect(await saidOf({ version: "v1" })).toEqual([
    `--version v1 is a git tag of another commit, ${first}, and ${headOf("shop")} is checked out. Check out v1, or write another version.`,
  ]);
  expect(await saidOf({ version: "latest" })).toEqual([
    "--version latest would stay what it is first pushed as: a tag never changes. Write a version, or leave it out.",
  ]);
});

test("what isn't committed is refused, file by file", async () => {
  const commit = headOf("shop");
  team.write("shop/app.txt", "changed");
  team.write("shop/notes.txt", "new");
  team.write("shop/.env.d/a", "1");
  expect(await saidOf()).toEqual([
    `~/shop isn't what the commit ${commit} says: M app.txt, ?? .env.d/, ?? notes.txt. Commit it, or set it aside (git -C ~/shop stash --include-untracked). --no-push builds it as it is, for this machine.`,
  ]);
  for (const name of ["a", "b", "c", "d"]) team.write(`shop/${name}.txt`, name);
  team.git("shop", "mv", "Dockerfile", "Dockerfile2");
  team.git("shop", "mv", "Dockerfile2", "Dockerfile");
  expect(await saidOf()).toEqual([expect.stringContaining("?? a.txt, ?? b.txt, ?? c.txt and 2 more.")]);
});

test("a file that was renamed counts as one", async () => {
  team.git("shop", "mv", "app.txt", "other.txt");
  expect(await saidOf()).toEqual([expect.stringContaining(" says: R other.txt. Commit it")]);
});

test("only what is in the context counts", async () => {
  team.write("shop/api/Dockerfile", "FROM scratch\n");
  team.git("shop", "add", ".");
  team.git("shop", "commit", "--quiet", "--message", "Two parts");
  team.write("shop/app.txt", "changed");
  team.write("ublog/.ublog.yaml", "images: { backend: { folder: ../shop, context: api } }");
  expect(await saidOf()).toBe(`It would build and push backend ${headOf("shop")}.`);
});

test("without a folder it says how to get it", async () => {
  rmSync(join(team.home, "shop"), { recursive: true });
  expect(await saidOf()).toEqual([
    "there is no folder ~/shop. git clone https://github.com/you/shop ~/shop, or --folder backend=… says where it is.",
  ]);
  team.write("elsewhere/x", "");
  expect(await saidOf({ folder: { backend: "../elsewhere" } })).toEqual([
    "there is no ~/elsewhere/Dockerfile. `ublog init` writes one that is made for it.",
  ]);
});

test("--folder counts from where the command is written", async () => {
  team.write("ublog/deep/er/x", "");
  expect(await saidOf({ folder: { backend: "../../../shop-ui" } }, { folder: "ublog/deep/er" })).toBe(
    `It would build and push backend ${headOf("shop-ui")}.`,
  );
});

test("a folder that no git knows is refused, and so is one without a commit", async () => {
  rmSync(join(team.home, "shop/.git"), { recursive: true });
  expect(await saidOf()).toEqual([
    "~/shop isn't in a git repository, and an image's version is a commit. cd ~/shop && git init && git add . && git commit -m \"First version\"",
  ]);
  team.git("shop", "init", "--quiet");
  expect(await saidOf()).toEqual([
    '~/shop has no commit yet. git -C ~/shop add . && git -C ~/shop commit -m "First version"',
  ]);
});

test("a folder that the repository around it ignores says nothing about its contents", async () => {
  rmSync(join(team.home, "shop/.git"), { recursive: true });
  team.write(".gitignore", "*\n!.gitignore\n");
  team.git(".", "init", "--quiet");
  team.git(".", "add", ".gitignore");
  team.git(".", "commit", "--quiet", "--message", "Around");
  expect(await saidOf()).toEqual([
    "git ignores ~/shop/Dockerfile: no commit of ~ says what is in it. Take it out of .gitignore and commit it, or make ~/shop a repository of its own.",
  ]);
});

test("a context that leads out of its repository is refused", async () => {
  symlinkSync("../shop-ui", join(team.home, "shop/ui"));
  team.git("shop", "add", ".");
  team.git("shop", "commit", "--quiet", "--message", "A link");
  team.write("ublog/.ublog.yaml", "images: { backend: { folder: ../shop, context: ui } }");
  expect(await saidOf()).toEqual([
    "~/shop/ui is outside of its git repository, ~/shop: no commit says what is in it. Write a context within the repository.",
  ]);
  team.write("ublog/.ublog.yaml", "images: { backend: { folder: ../shop, context: web } }");
  expect(await saidOf()).toEqual(["there is no folder ~/shop/web. Correct `context` in .ublog.yaml (web)."]);
});

test("a submodule that isn't checked out is refused, and so is one at another commit", async () => {
  const local = ["-c", "protocol.file.allow=always"];
  team.git("shop", ...local, "submodule", "--quiet", "add", "../shop-ui", "ui");
  team.git("shop", "commit", "--quiet", "--message", "A submodule");
  expect(await saidOf()).toBe(`It would build and push backend ${headOf("shop")}.`);
  team.write("shop/ui/app.txt", "changed");
  team.git("shop/ui", "commit", "--quiet", "--all", "--message", "Further");
  expect(await saidOf()).toEqual([expect.stringContaining(" says: M ui. Commit it")]);
  team.git("shop", "submodule", "--quiet", "deinit", "--force", "ui");
  expect(await saidOf()).toEqual([
    "the submodule ui of ~/shop isn't checked out, and would be empty in the image. git -C ~/shop submodule update --init --recursive",
  ]);
});

test("a git that refuses to read the folder is heard", async () => {
  team.write(
    "bin/git",
    '#!/bin/sh\necho "fatal: detected dubious ownership in repository at X\nTo add an exception, call: y" >&2\nexit 128\n',
  );
  chmodSync(join(team.home, "bin/git"), 0o755);
  expect(await saidOf()).toEqual([
    "git can't read ~/shop: detected dubious ownership in repository at X To add an exception, call: y",
  ]);
});

test("without git, it says so once an image", async () => {
  expect(await saidOf({}, { path: "/nowhere" })).toEqual([
    "There is no git on PATH, which says what an image is made of. Install it and run the command again.",
  ]);
});

test("a hook's own variables don't lead to another repository", async () => {
  expect(await saidOf({}, { environment: { GIT_DIR: join(team.home, "shop-ui/.git") } })).toBe(
    `It would build and push backend ${headOf("shop")}.`,
  );
});

test("where it was cloned from is its source, without what may be a password", async () => {
  team.git("shop", "remote", "add", "origin", "https://ada:token@gitlab.example.com/us/shop.git");
  const { stdout } = await team.build(["backend"], { dryRun: true });
  expect(stdout).toContain("--label org.opencontainers.image.source=https://gitlab.example.com/us/shop ");
  expect(stdout).not.toContain("token");
  expect(stdout).toContain(`--tag ${REGISTRY}/ublog-backend:`);
});

test("what git ignores and Docker doesn't is noted: it may be a secret", async () => {
  team.write("shop/.gitignore", ".env\nnode_modules/\n");
  team.git("shop", "add", ".");
  team.git("shop", "commit", "--quiet", "--message", "Ignore");
  team.write("shop/.env", "SECRET=1");
  team.write("shop/node_modules/a/index.js", "");
  const notesOf = async () =>
    JSON.parse((await team.build(["backend"], { dryRun: true, json: true })).stdout).remarks;
  expect((await notesOf()).map((note: string) => note.replaceAll(team.home, "~"))).toEqual([
    "backend: ~/shop has no .dockerignore, so what git ignores goes into the image, too: .env, node_modules/. `ublog init` writes one.",
  ]);
  team.write("shop/Dockerfile.dockerignore", ".env\n");
  team.git("shop", "add", ".");
  team.git("shop", "commit", "--quiet", "--message", "Docker ignores it, too");
  expect(await notesOf()).toEqual([]);
});
