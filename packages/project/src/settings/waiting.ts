import type { WaitingSetting } from "@ublog/app-update/src/settings.ts";
import type { PulumiConfig, Settings } from "./lastUp.ts";
import { type SettingPath, shownPath } from "./settingPath.ts";

/** What differs between the file and the last `up`, leaf by leaf and by path. Everything, where the stack isn't up. */
export function waitingSettings({ file, up, secretsUnknown }: Settings, project: string): WaitingSetting[] {
  const options = { project, secrets: secretsUnknown === undefined };
  const before = leavesOf(up?.config ?? {}, options);
  const after = leavesOf(file, options);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((path) => {
    const [from, to] = [before.get(path), after.get(path)];
    if (JSON.stringify(from?.value) === JSON.stringify(to?.value) && from !== undefined && to !== undefined)
      return [];
    // An empty map that is filled, or emptied, is no setting that comes or goes.
    if (isAbove(path, from === undefined ? before : after)) return [];
    const secret = (to ?? from)?.secret ?? false;
    const change = from === undefined ? "added" : to === undefined ? "removed" : "changed";
    return [{ path, change, secret, ...(!secret && { from: from?.value, to: to?.value }) }];
  });
}

/** Whether there is something below a path. */
const isAbove = (path: string, leaves: ReadonlyMap<string, Leaf>): boolean =>
  [...leaves.keys()].some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`));

interface Leaf {
  value: unknown;
  secret: boolean;
}

/** Each value with its path. A map without anything in it is one, too: `workers: { default: {} }`. */
function leavesOf(
  config: PulumiConfig,
  { project, secrets }: { project: string; secrets: boolean },
): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  for (const [key, { value, objectValue, secret }] of Object.entries(config)) {
    if (secret && !secrets) continue;
    visit({ key, below: [] }, objectValue ?? value, (path, found) =>
      leaves.set(shownPath(path, project), { value: found, secret }),
    );
  }
  return leaves;
}

function visit(path: SettingPath, value: unknown, leaf: (path: SettingPath, value: unknown) => void): void {
  const entries =
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length === 0) leaf(path, value);
  for (const [name, part] of entries) visit({ ...path, below: [...path.below, name] }, part, leaf);
}
