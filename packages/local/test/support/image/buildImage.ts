import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, delimiter, isAbsolute, join, relative } from "node:path";
import dockerignore from "@balena/dockerignore";
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
} from "dockerfile-ast";
import type { LocalImage } from "../../../src/index.ts";
import { mustRun } from "../../../src/install/run.ts";
import { NOT_PASSED_ON, NOT_RUN, placed } from "./places.ts";

/** An image that a Dockerfile makes, as a folder of this machine. */
export interface BuiltImage extends LocalImage {
  /** The folder that stands for the root of its file system. */
  root: string;
  user: string;
  volumes: string[];
  /** Undefined where the base image's is kept. */
  entryPoint?: string[];
  cmd: string[];
  /** What ADD would have loaded: the address, and where it would be. */
  loaded: string[][];
  /** The base image of its last stage. */
  from: string;
}

export interface BuildOptions {
  /** An empty folder, which the image stays in. */
  into: string;
  /** The folders of `--build-context`. Defaults to none. */
  contexts?: Record<string, string>;
  /** The folder with the programs that a base image has. */
  programsOf(image: string): string;
}

/** One stage that is being made. */
interface Stage extends Omit<BuiltImage, "folder" | "programs" | "environment"> {
  workdir: string;
  variables: Record<string, string>;
  base: string;
}

/**
 * Does what the Dockerfile of a folder says, each stage in the same empty folder, which is moved aside when its stage is over: what a stage doesn't
 * copy it hasn't. Throws where the Dockerfile has an instruction that this can't do.
 */
export async function buildImage(context: string, options: BuildOptions): Promise<BuiltImage> {
  const { into, contexts = {}, programsOf } = options;
  const root = join(into, "root");
  const stages = new Map<string, string>(Object.entries(contexts));
  let stage: Stage | undefined;
  let name: string | undefined;
  const instructions = DockerfileParser.parse(readFileSync(join(context, "Dockerfile"), "utf8"));
  for (const instruction of instructions.getInstructions()) {
    if (instruction.getKeyword() === "FROM") {
      const from = instruction as From;
      if (stage !== undefined && name !== undefined && !(name in contexts))
        renameSync(root, join(into, name));
      name = from.getBuildStage() ?? undefined;
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root, { recursive: true });
      if (name !== undefined && !(name in contexts)) stages.set(name, join(into, name));
      stage = newStage(root, from.getImage() ?? "", programsOf);
      continue;
    }
    if (stage === undefined) throw new Error(`${instruction.getKeyword()} before FROM`);
    await carryOut(stage, instruction, context, stages);
  }
  if (stage === undefined) throw new Error("no FROM");
  const { workdir, variables, base, ...image } = stage;
  const { PATH, ...environment } = variables;
  const own = PATH === undefined ? [] : PATH.split(delimiter).filter((folder) => folder.startsWith(root));
  return { ...image, folder: join(root, workdir), programs: [...own, base], environment };
}

function newStage(root: string, from: string, programsOf: (image: string) => string): Stage {
  const base = from === "scratch" ? "" : programsOf(from);
  return { root, from, base, workdir: "/", variables: {}, user: "root", volumes: [], cmd: [], loaded: [] };
}

async function carryOut(
  stage: Stage,
  instruction: Instruction,
  context: string,
  stages: ReadonlyMap<string, string>,
): Promise<void> {
  const args = instruction.getArguments().map((argument) => argument.getValue());
  const words = () => (instruction as JSONInstruction).getJSONStrings().map((one) => one.getJSONValue());
  switch (instruction.getKeyword()) {
    case "RUN":
      return run(stage, args.length === 0 ? "" : (instruction.getArgumentsContent() ?? ""));
    case "ENV":
      for (const assignment of args) {
        const [, variable = "", value = ""] = /^(\w+)=(.*)$/.exec(assignment) ?? [];
        stage.variables[variable] = placed(value, stage.root).replaceAll("$PATH", pathOf(stage));
      }
      return;
    case "WORKDIR":
      stage.workdir = args[0] ?? "/";
      mkdirSync(join(stage.root, stage.workdir), { recursive: true });
      return;
    case "COPY":
      return copy(stage, instruction as Copy, args, context, stages);
    case "ADD":
      if (!args[0]?.startsWith("https://")) throw new Error(`ADD ${args.join(" ")}: only of an address`);
      stage.loaded.push(args);
      return;
    case "USER":
      stage.user = args[0] ?? "";
      return;
    case "VOLUME":
      stage.volumes.push(...args);
      return;
    case "EXPOSE":
      return;
    case "ENTRYPOINT":
      stage.entryPoint = words();
      return;
    case "CMD":
      stage.cmd = words();
      return;
    default:
      throw new Error(`an instruction that isn't done here: ${instruction.getKeyword()}`);
  }
}

async function run(stage: Stage, command: string): Promise<void> {
  if (NOT_RUN.some((one) => one.command.test(command))) return;
  const { root, workdir, variables } = stage;
  const kept = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name));
  const env = {
    ...Object.fromEntries(kept),
    // Where `npm install --global` installs.
    npm_config_prefix: join(root, "usr/local"),
    ...variables,
    PATH: pathOf(stage),
  };
  await mustRun("sh", ["-ec", placed(command, root)], { cwd: join(root, workdir), env });
}

/** PATH of a stage: what its ENV says, before that what is in the base image. */
function pathOf({ root, base, variables }: Stage): string {
  return variables.PATH ?? [join(root, "usr/local/bin"), base, "/usr/bin", "/bin"].join(delimiter);
}

function copy(
  { root, workdir }: Stage,
  instruction: Copy,
  args: readonly string[],
  context: string,
  stages: ReadonlyMap<string, string>,
): void {
  const from = instruction.getFromFlag()?.getValue();
  const source = from === undefined || from === null ? context : stages.get(from);
  if (source === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  const to = args.at(-1) ?? "";
  const target = isAbsolute(to) ? join(root, to) : join(root, workdir, to);
  const sources = args.slice(0, -1);
  const ignored = ignoredIn(source);
  const filter = (file: string) => !ignored(relative(source, file));
  for (const one of sources) {
    const path = join(source, one);
    const folder = statSync(path).isDirectory();
    if (!filter(path)) throw new Error(`COPY ${one}: .dockerignore has it`);
    const place = !folder && (to.endsWith("/") || sources.length > 1) ? join(target, basename(path)) : target;
    cpSync(path, place, { recursive: true, filter, verbatimSymlinks: true });
  }
}

/** Whether `.dockerignore` of a build context leaves a path out. */
function ignoredIn(context: string): (path: string) => boolean {
  const file = join(context, ".dockerignore");
  if (!existsSync(file)) return () => false;
  const text = readFileSync(file, "utf8");
  const patterns = dockerignore.default().add(text);
  return (path) => path !== "" && patterns.ignores(path) && !text.includes(`\n!${path}/`);
}
