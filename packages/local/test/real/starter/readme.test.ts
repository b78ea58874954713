import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startProcess } from "../../../src/index.ts";
import { temporaryFolder } from "../../../src/processes/temporaryFolder.ts";
import { STARTER } from "../../support/image/theImages.ts";

/*
 * The commands of the starter's README, as they are written there, in a copy of what git has of the folders that they name.
 */

const README = readFileSync(join(STARTER, "README.md"), "utf8");
const COMMANDS = [...README.matchAll(/^ {4}(\S.*)$/gm)].map(([, command = ""]) => command);
const [, , , DOCKER = "", PATCH = ""] = COMMANDS;

const { folder, remove } = temporaryFolder(tmpdir(), "ublog-readme-");
afterAll(remove);

const top = join(STARTER, "../..");
for (const part of ["packages/starter", "packages/django-ecs-kit"]) {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z", part], {
    cwd: top,
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter(Boolean)) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    cpSync(join(top, file), join(folder, file));
  }
}

test("the page has these commands", () => {
  expect(COMMANDS).toEqual([
    "packages/starter/backend/dev",
    "cd packages/starter/frontend && npx -y pnpm@12 dev",
    "cd packages/starter/backend && PYTHONPATH=../../django-ecs-kit/src .venv/bin/python manage.py createsuperuser",
    // There is no Docker engine here; what it does runs in `images.test.ts`.
    "docker buildx build --build-context kit=../ublog/packages/django-ecs-kit .",
    "git apply packages/starter/patches/failing-migration.patch",
  ]);
  expect(DOCKER).toContain(
    `--build-context kit=../ublog/packages/${basename(join(top, "packages/django-ecs-kit"))}`,
  );
});

test("without the kit `dev` says where to look for it", async () => {
  const { KIT, ...env } = process.env;
  const log = join(folder, "without.log");
  const without = await startProcess(["packages/starter/backend/dev"], {
    cwd: folder,
    env: { ...env, KIT: "/nowhere" },
    log,
  });
  expect([await without.exit, without.output()]).toEqual([
    1,
    "error: there is no django-ecs-kit in /nowhere. Say where it is: KIT=../ublog/packages/django-ecs-kit ./dev\n",
  ]);
});

test("a patch is applied and taken back", () => {
  const models = join(folder, "packages/starter/backend/shop/models.py");
  const before = readFileSync(models, "utf8");
  execFileSync("sh", ["-ec", PATCH], { cwd: folder });
  expect(readFileSync(models, "utf8")).toContain("    sku = models.CharField");
  execFileSync("sh", ["-ec", PATCH.replace("apply", "apply --reverse")], { cwd: folder });
  expect(readFileSync(models, "utf8")).toBe(before);
});
