import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { installLinters } from "../linters.ts";

/** Whether actionlint and zizmor find nothing in the workflows and actions of the repository. */
export function lintCommand(repository: string): boolean {
  const { actionlint, shellcheck, zizmor } = installLinters();
  const shell = existsSync(shellcheck) ? ["-shellcheck", shellcheck] : [];
  // Both run, so that one run shows everything that is wrong.
  const passed = [
    check(repository, actionlint, [...shell, "-pyflakes", ""]),
    check(repository, zizmor, [
      "--offline",
      "--quiet",
      "--persona=pedantic",
      "--no-progress",
      ".github",
      ...actions(repository),
    ]),
  ];
  if (!passed.every(Boolean)) return false;
  console.log("actionlint and zizmor find nothing.");
  return true;
}

/** The actions that are kept beside the code they are for. */
function actions(repository: string): string[] {
  return readdirSync(join(repository, "packages"))
    .map((name) => `packages/${name}/action.yml`)
    .filter((file) => existsSync(join(repository, file)));
}

function check(cwd: string, file: string, args: string[]): boolean {
  return spawnSync(file, args, { cwd, stdio: "inherit" }).status === 0;
}
