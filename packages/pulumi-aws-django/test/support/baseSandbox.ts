import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  openSandbox,
  openWorld,
  parseFault,
  type UpdateResult,
  update,
  type World,
  withFaults,
} from "../../../sandbox/src/index.ts";
import type { DjangoBaseArgs } from "../../src/base/args.ts";

const PROJECT = fileURLToPath(new URL("baseProgram", import.meta.url));
const STACK = "base";

/** What the engine would do, or did, with each resource: `Instance base-database`, by what happens to it. */
export interface Plan {
  created: string[];
  changed: string[];
  replaced: string[];
  deleted: string[];
}

/** One base on the real engine, in a world of its own. */
export interface BaseSandbox {
  /** An `up` without the preview before it, during which a fault may strike: `create:Instance/base-database:error`. */
  up(args: DjangoBaseArgs, fault?: string): Promise<{ result: UpdateResult; plan: Plan }>;
  /** What an `up` would do, without doing it. Throws with the engine's words where it can't be done. */
  preview(args: DjangoBaseArgs, config?: Record<string, string>): Promise<Plan>;
  destroy(): Promise<UpdateResult>;
  /** A destroy as a person runs it, with the engine's preview first. Throws with the engine's words where it is refused. */
  destroyAfterPreview(): Promise<string>;
  /** The stack's state as `pulumi stack export` prints it. */
  exportState(showSecrets: boolean): Promise<string>;
  world: World;
  close(): void;
}

export async function openBaseSandbox(): Promise<BaseSandbox> {
  const dir = mkdtempSync(join(tmpdir(), "django-base-"));
  const sandbox = await openSandbox({ dir, project: PROJECT });
  const world = openWorld(sandbox.world);
  const flags = (args: DjangoBaseArgs, config: Record<string, string> = {}) =>
    Object.entries({ "aws:region": "us-east-1", args: JSON.stringify(args), ...config }).flatMap(
      ([key, value]) => ["-c", `${key}=${value}`],
    );
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await sandbox.pulumi(args);
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
    return stdout;
  };
  return {
    async up(args, fault) {
      const { result } = await withFaults(sandbox.world, fault === undefined ? [] : [parseFault(fault)], () =>
        update(sandbox, "up", STACK, { args: flags(args) }),
      );
      return { result, plan: toPlan(result.changes.map(({ kind, urn }) => [kind, urn])) };
    },
    async preview(args, config) {
      const text = await run("preview", "--stack", STACK, "--json", ...flags(args, config));
      const { steps } = JSON.parse(text.slice(text.indexOf("{"))) as { steps: { op: string; urn: string }[] };
      return toPlan(steps.map(({ op, urn }) => [KINDS[op] ?? op, urn]));
    },
    destroy: () => update(sandbox, "destroy", STACK),
    destroyAfterPreview: () => run("destroy", "--stack", STACK, "--yes"),
    exportState: (showSecrets) =>
      run("stack", "export", "--stack", STACK, ...(showSecrets ? ["--show-secrets"] : [])),
    world,
    close() {
      world.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const KINDS: Record<string, keyof Plan> = {
  create: "created",
  update: "changed",
  "create-replacement": "replaced",
  "delete-replaced": "replaced",
  replace: "replaced",
  delete: "deleted",
};

function toPlan(steps: [string, string][]): Plan {
  const of = (kind: keyof Plan) =>
    [
      ...new Set(
        steps
          .filter(([k, urn]) => k === kind && !urn.includes("::pulumi:"))
          .map(([, urn]) => `${urn.split("::")[2]?.split(":").pop()} ${urn.split("::")[3]}`),
      ),
    ].sort();
  return { created: of("created"), changed: of("changed"), replaced: of("replaced"), deleted: of("deleted") };
}
