import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  openSandbox,
  openWorld,
  type UpdateResult,
  update,
  type World,
} from "../../../../sandbox/src/index.ts";
import type { DjangoAppArgs } from "../../../src/index.ts";

const PROJECT = fileURLToPath(new URL("../project", import.meta.url));
const STACK = "apps";

/** The settings of each app by its name. */
export type Apps = Record<string, Partial<DjangoAppArgs>>;

/** Apps on the real engine, in a world of their own. */
export interface AppSandbox {
  up(apps: Apps, config?: Record<string, string>): Promise<UpdateResult>;
  destroy(): Promise<UpdateResult>;
  /** The stack's state as `pulumi stack export` prints it. */
  exportState(showSecrets: boolean): Promise<string>;
  world: World;
  close(): void;
}

export async function openAppSandbox(): Promise<AppSandbox> {
  const dir = mkdtempSync(join(tmpdir(), "django-app-"));
  const sandbox = await openSandbox({ dir, project: PROJECT });
  const world = openWorld(sandbox.world);
  return {
    up: (apps, config = {}) => {
      const settings = { "aws:region": "us-east-1", apps: JSON.stringify(apps), ...config };
      const args = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
      return update(sandbox, "up", STACK, { args });
    },
    destroy: () => update(sandbox, "destroy", STACK),
    async exportState(showSecrets) {
      const args = ["stack", "export", "--stack", STACK, ...(showSecrets ? ["--show-secrets"] : [])];
      return (await sandbox.pulumi(args)).stdout;
    },
    world,
    close() {
      world.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What an update did to each resource: `Service alpha-beat`, by what happened to it. */
export function changesOf({ changes }: UpdateResult) {
  const of = (kind: string) =>
    changes
      .filter((change) => change.kind === kind && !change.type.startsWith("pulumi:"))
      .map(({ type, urn }) => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`)
      .sort();
  return { created: of("created"), changed: of("changed"), replaced: of("replaced"), deleted: of("deleted") };
}
