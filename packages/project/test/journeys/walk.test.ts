import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { repository } from "../../../estimates/src/programs/repository.ts";
import { typedEnvironment } from "../../../terminal/test/support/typed.ts";

const MINUTES = 60_000;

/** The blocks of the part of the walk that runs without an account, in their order. */
function blocks(): { language: string; text: string }[] {
  const walk = readFileSync(join(repository, "packages/docs/walk.md"), "utf8");
  const [, part = ""] = walk.split(/^## /m);
  return [...part.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** Stands in for GitHub: a clone is this checkout as it is now, committed or not. */
const GH = `#!/bin/sh
test "$*" = "repo clone YOU/ublog" || { echo "gh $*"; exit 1; }
mkdir ublog
cd "$CHECKOUT" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  test -e "$file" && printf '%s\\0' "$file"
done | tar -cf - --null -T - | tar -xf - -C "$OLDPWD/ublog"
`.replace("#!/bin/sh", "#!/usr/bin/env bash");

test(
  "every command of the walk runs as it is written, and prints what is shown",
  async () => {
    const folder = temporaryFolder();
    const programs = join(folder, "programs");
    const code = join(folder, "code");
    for (const made of [programs, code]) mkdirSync(made);
    writeFileSync(join(programs, "gh"), GH);
    chmodSync(join(programs, "gh"), 0o755);
    const commands = blocks().filter(({ language }) => language === "sh");
    const { status, output } = await typed(code, commands.map(({ text }) => text).join(""), {
      PATH: [programs, process.env.PATH].join(delimiter),
      CHECKOUT: repository,
      GIT_AUTHOR_NAME: "Somebody",
      GIT_AUTHOR_EMAIL: "somebody@example.com",
      GIT_COMMITTER_NAME: "Somebody",
      GIT_COMMITTER_EMAIL: "somebody@example.com",
      NO_COLOR: "1",
    });
    expect(status, output.slice(-3000)).toBe(0);
    const shown = blocks().filter(({ language }) => language === "text");
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.map(({ text }) => text).filter((text) => !output.includes(text))).toEqual([]);
  },
  15 * MINUTES,
);

/** As a person types it: one shell, which ends at the first command that fails. */
function typed(cwd: string, script: string, more: Record<string, string>) {
  const child = spawn("bash", ["-euo", "pipefail"], { cwd, env: { ...typedEnvironment(), ...more } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  child.stdin.end(script);
  return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}
