import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@ublog/app-update/src/clock.ts";
import type { Surroundings } from "@ublog/app-update/src/main.ts";
import { type BuildFlags, buildCommand } from "../../src/commands/build.ts";
import { type Workshop, workshopOf } from "../../src/images/workshop.ts";
import { awsOf, downloadFrom, pushedBy, type Stored } from "./registry.ts";

/** When the commits of the tests were made. */
export const COMMITTED = "2026-03-01T10:00:00Z";

/** A command line that the stand-in for Docker was called with. */
export interface Called {
  args: string[];
  stdin?: string;
  ok?: boolean;
  stopped?: boolean;
}

/** A team's folders: infrastructure repository, backend and frontend side by side, and a stand-in for Docker. */
export interface Team {
  /** The folder with all of them. */
  home: string;
  write(path: string, text: string): void;
  git(folder: string, ...args: string[]): string;
  /** Runs `ublog build …`. */
  build(images: string[], flags?: Partial<BuildFlags>, more?: Run): Promise<Built>;
  /** The world around a command, for those that take it themselves. */
  around(run?: Run): Surroundings;
  /** What is built with there. */
  workshop(around: Surroundings, run?: Run, screen?: Surroundings["stdout"]): Workshop;
  /** What the stand-in for Docker was called with, so far. */
  docker(): Called[];
  remove(): void;
}

export interface Run {
  /** What the stand-in for Docker answers. */
  answers?: object;
  /** The environment beside PATH and what the stand-in needs. */
  environment?: NodeJS.ProcessEnv;
  /** Folders on PATH instead of the stand-in's. */
  path?: string;
  /** Answers of AWS by operation; an error is thrown. */
  aws?: Record<string, unknown>;
  /** Images by `<repository>:<tag>`, beside those that the stand-in for Docker has pushed. */
  images?: Record<string, Stored>;
  /** What ECR's storage hands out. */
  download?(images: Record<string, Stored>, url: string): unknown;
  /** What Docker logs in with. */
  login?: Workshop["login"];
  /** The folder that the command is started in, in the team's home. Defaults to `ublog`. */
  folder?: string;
  /** Hears each line as it is written. */
  onLine?(line: string): void;
  /** Gets a function that interrupts the command as Ctrl-C does. */
  interrupt?(interrupt: () => void): void;
}

export interface Built {
  exit: number;
  stdout: string;
  stderr: string;
  /** The operations of AWS that were called. */
  calls: string[];
}

const GIT: NodeJS.ProcessEnv = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_AUTHOR_DATE: COMMITTED,
  GIT_COMMITTER_DATE: COMMITTED,
};

export function makeTeam(): Team {
  const home = mkdtempSync(join(tmpdir(), "ublog-team-"));
  const record = join(home, "docker.jsonl");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  const git = (folder: string, ...args: string[]) =>
    execFileSync("git", args, {
      cwd: join(home, folder),
      env: { ...process.env, ...GIT },
      encoding: "utf8",
    }).trim();
  const docker = (): Called[] =>
    readFileSync(record, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));

  writeFileSync(record, "");
  const standIn = fileURLToPath(new URL("dockerStandIn.js", import.meta.url));
  write("bin/docker", `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`);
  chmodSync(join(home, "bin/docker"), 0o755);
  write("ublog/Pulumi.yaml", "name: ublog\n");
  write("ublog/Pulumi.base.yaml", "config:\n  aws:region: us-east-1\n  ublog:program: base\n");
  write("ublog/Pulumi.alpha.yaml", ALPHA);
  write("ublog/.ublog.yaml", IMAGES);
  for (const folder of ["shop", "shop-ui"]) {
    write(`${folder}/Dockerfile`, "FROM scratch\n");
    write(`${folder}/app.txt`, folder);
    git(folder, "init", "--quiet", "--initial-branch", "main");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message", "First version");
  }

  function around(run: Run = {}, out = { stdout: "", stderr: "" }, calls: string[] = []): Surroundings {
    const stored = () => ({ ...pushedBy(docker()), ...run.images });
    return {
      environment: {
        PATH: run.path ?? `${join(home, "bin")}:${process.env.PATH}`,
        DOCKER_RECORD: record,
        DOCKER_ANSWERS: JSON.stringify(run.answers ?? {}),
        ...GIT,
        ...run.environment,
      },
      folder: join(home, run.folder ?? "ublog"),
      stdout: {
        write(text: string) {
          out.stdout += text;
          run.onLine?.(text);
        },
      },
      stderr: { write: (text: string) => (out.stderr += text) },
      connect: async () => awsOf(run.aws ?? {}, stored, calls),
      registry: {
        digestOf: async () => undefined,
        document: async () => undefined,
        download: async (url) => (run.download ?? downloadFrom)(stored(), url),
      },
      clock: systemClock,
      newId: () => "id",
      onInterrupt(callback) {
        run.interrupt?.(callback);
        return () => {};
      },
    };
  }

  const workshop: Team["workshop"] = (screens, run = {}, screen = screens.stdout) => ({
    ...workshopOf(screens, screen),
    login: run.login ?? (async () => ({ user: "AWS", password: "a-password" })),
  });

  return {
    home,
    write,
    git,
    docker,
    remove: () => rmSync(home, { recursive: true }),
    around: (run) => around(run),
    workshop,
    async build(images, flags = {}, run = {}) {
      const out = { stdout: "", stderr: "" };
      const calls: string[] = [];
      const screens = around(run, out, calls);
      const own = workshop(screens, run, flags.json ? screens.stderr : screens.stdout);
      const exit = await buildCommand(images, { stack: "alpha", folder: {}, ...flags }, screens, own);
      const shown = (text: string) => text.replaceAll(home, "~");
      return { exit, stdout: shown(out.stdout), stderr: shown(out.stderr), calls };
    },
  };
}

export const ALPHA = `config:
  aws:region: us-east-1
  ublog:program: app
  ublog:base: base
  ublog:frontend:
    enabled: true
`;

export const IMAGES = `images:
  backend:
    folder: ../shop
    repository: you/shop
  frontend:
    folder: ../shop-ui
    repository: you/shop-ui
`;
