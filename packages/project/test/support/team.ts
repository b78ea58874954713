import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { systemClock } from "@ublog/app-update/src/clock.ts";
import { processSurroundings, type Surroundings } from "@ublog/app-update/src/main.ts";
import { type BuildFlags, buildCommand } from "../../src/commands/build.ts";
import type { Ecr } from "../../src/images/ecr.ts";
import { type Workshop, workshopOf } from "../../src/images/workshop.ts";

export const ACCOUNT = "123456789012";
export const REGISTRY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;
/** When the commits of the tests were made. */
export const COMMITTED = "2026-03-01T10:00:00Z";

export const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** A command line that the stand-in for Docker was called with. */
export interface Called {
  args: string[];
  stdin?: string;
  ok?: boolean;
  stopped?: boolean;
}

/** An image in the registry of the tests. */
export interface Stored {
  digest: string;
  labels?: Record<string, string>;
  /** Whether it is an index, as Docker pushes one with attestations. */
  isIndex?: boolean;
}

/** A team's folders: infrastructure repository, backend and frontend side by side, and a stand-in for Docker. */
export interface Team {
  /** The folder with all of them. */
  home: string;
  write(path: string, text: string): void;
  git(folder: string, ...args: string[]): string;
  /** Runs `ublog build …`. */
  build(images: string[], flags?: Partial<BuildFlags>, more?: Run): Promise<Built>;
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
  /** Answers instead of the registry. */
  ecr?: Partial<Ecr>;
  /** The folder that the command is started in, in the team's home. Defaults to `ublog`. */
  folder?: string;
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

/** An error as the SDK throws them. */
export const awsError = (name: string, message = name) =>
  Object.assign(new Error(message), { name, $fault: "client" });

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

  return {
    home,
    write,
    git,
    docker,
    remove: () => rmSync(home, { recursive: true }),
    async build(images, flags = {}, run = {}) {
      const out = { stdout: "", stderr: "" };
      const calls: string[] = [];
      const environment = {
        PATH: run.path ?? `${join(home, "bin")}:${process.env.PATH}`,
        DOCKER_RECORD: record,
        DOCKER_ANSWERS: JSON.stringify(run.answers ?? {}),
        ...GIT,
        ...run.environment,
      };
      const around: Surroundings = {
        environment,
        folder: join(home, run.folder ?? "ublog"),
        stdout: { write: (text: string) => (out.stdout += text) },
        stderr: { write: (text: string) => (out.stderr += text) },
        connect: async () => awsOf(run.aws ?? {}, calls),
        registry: processSurroundings.registry,
        clock: systemClock,
        newId: () => "id",
        onInterrupt(callback) {
          run.interrupt?.(callback);
          return () => {};
        },
      };
      const screen = flags.json ? around.stderr : around.stdout;
      const workshop: Workshop = {
        ...workshopOf(around, screen),
        ecr: (region) => ({ ...ecrOf(region, { ...pushedBy(docker()), ...run.images }), ...run.ecr }),
      };
      const exit = await buildCommand(images, { stack: "alpha", folder: {}, ...flags }, around, workshop);
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

function awsOf(answers: Record<string, unknown>, calls: string[]): Aws {
  const all: Record<string, unknown> = {
    "sts.GetCallerIdentity": { Account: ACCOUNT },
    "ssm.GetParameter": awsError("ParameterNotFound"),
    ...answers,
  };
  return (async (operation: string, input: unknown) => {
    calls.push(operation);
    const answer = all[operation];
    const value = typeof answer === "function" ? answer(input) : answer;
    if (value instanceof Error) throw value;
    if (value === undefined) throw awsError("InternalError", `the test has no answer for ${operation}`);
    return value;
  }) as Aws;
}

/** The images that a stand-in for Docker has pushed, with the labels that it was given. */
function pushedBy(calls: Called[]): Record<string, Stored> {
  return Object.fromEntries(
    calls
      .filter(({ args, ok }) => ok && args.includes("--push"))
      .map(({ args }) => {
        const name = args[args.indexOf("--tag") + 1] ?? "";
        const labels = args.flatMap((arg, index) =>
          args[index - 1] === "--label" ? [arg.split(/=(.*)/s)] : [],
        );
        return [
          name.slice(name.indexOf("/") + 1),
          {
            digest: digestOf(name),
            labels: Object.fromEntries(labels),
            isIndex: args.includes("--sbom=true"),
          },
        ];
      }),
  );
}

/** ECR with these images, as it answers. */
function ecrOf(_region: string, images: Record<string, Stored>): Ecr {
  const childOf = (digest: string) => digestOf(`child of ${digest}`);
  return {
    login: async () => ({ user: "AWS", password: "a-password" }),
    async manifest({ repositoryName, imageIds: [id] }) {
      const $metadata = {};
      const config = (digest: string) =>
        JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(`config of ${digest}`) } });
      const all = Object.entries(images).filter(([name]) => name.startsWith(`${repositoryName}:`));
      for (const [name, { digest, isIndex }] of all) {
        if ("imageTag" in id && name === `${repositoryName}:${id.imageTag}`) {
          const imageManifest = isIndex
            ? JSON.stringify({
                schemaVersion: 2,
                manifests: [
                  { digest: digestOf("attestation"), platform: { architecture: "unknown", os: "unknown" } },
                  { digest: childOf(digest), platform: { architecture: "amd64", os: "linux" } },
                ],
              })
            : config(digest);
          return {
            $metadata,
            images: [{ imageId: { imageDigest: digest, imageTag: id.imageTag }, imageManifest }],
          };
        }
        if ("imageDigest" in id && id.imageDigest === childOf(digest))
          return {
            $metadata,
            images: [{ imageId: { imageDigest: id.imageDigest }, imageManifest: config(digest) }],
          };
      }
      return {
        $metadata,
        images: [],
        failures: [{ failureCode: "ImageNotFound", failureReason: "Requested image not found" }],
      };
    },
    async blob({ layerDigest }) {
      const found = Object.values(images).find(
        ({ digest }) => digestOf(`config of ${digest}`) === layerDigest,
      );
      return JSON.stringify({ architecture: "amd64", config: { Labels: found?.labels } });
    },
  };
}
