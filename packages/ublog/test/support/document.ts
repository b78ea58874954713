import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { typedEnvironment } from "../../../terminal/test/support/typed.ts";

const repository = resolve(import.meta.dirname, "../../../..");

/** The commands of a document, each block with the heading that it is under. */
export interface Block {
  heading: string;
  commands: string;
}

/** The blocks of a document that are typed into a shell. */
export function blocksOf(path: string): Block[] {
  const text = readFileSync(join(repository, path), "utf8");
  return text.split(/^#+ /m).flatMap((section) => {
    const [heading = ""] = section.split("\n");
    return [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, commands = ""]) => ({
      heading,
      commands,
    }));
  });
}

/** The blocks under one heading. */
export function blocksUnder(path: string, heading: string): Block[] {
  return blocksOf(path).filter((block) => block.heading === heading);
}

/** Where somebody follows a document: a folder with the stack files of this repository, and programs that stand for those it names. */
export interface Desk {
  project: string;
  /** Types commands into a shell that stops at the first error. */
  type(commands: string): { code: number | null; output: string };
  /** What the programs were asked that only write it down, a line each. */
  calls(): string[];
}

/** The programs that documents name. */
const PROGRAMS = ["pulumi", "npx", "aws", "docker", "gh", "session-manager-plugin"];

/** `more` are programs that stand there, too, where they would do something. */
export function desk(more: readonly string[] = []): Desk {
  const folder = temporaryFolder();
  const [project, bin, calls] = ["project", "bin", "calls"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [project, bin]) mkdirSync(made);
  for (const file of ["Pulumi.base.yaml", "Pulumi.alpha.yaml", ".ublog.yaml"])
    copyFileSync(join(repository, file), join(project, file));
  const manifest = readFileSync(join(repository, "Pulumi.yaml"), "utf8");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    manifest.replace(/^main: .*$/m, `main: ${join(repository, "stacks")}`),
  );
  // The starter's files are what `init` begins with.
  cpSync(join(repository, "packages/starter"), join(project, "packages/starter"), { recursive: true });
  writeFileSync(calls, "");
  for (const program of [...PROGRAMS, ...more]) {
    const entry = join(import.meta.dirname, "standIn.ts");
    writeFileSync(join(bin, program), `#!/bin/sh\nexec '${process.execPath}' '${entry}' ${program} "$@"\n`);
    chmodSync(join(bin, program), 0o755);
  }
  const env = {
    ...typedEnvironment(),
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    SANDBOX: join(folder, "sandbox"),
    PROJECT: project,
    CALLS: calls,
  };
  return {
    project,
    type(commands) {
      const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-eu", "-c", commands], {
        cwd: project,
        env,
        encoding: "utf8",
      });
      return { code: status, output: stdout + stderr };
    },
    calls: () =>
      readFileSync(calls, "utf8")
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [JSON.parse(line).join(" ")])),
  };
}
