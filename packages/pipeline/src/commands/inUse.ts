import { count } from "@ublog/terminal/markdown";
import { usersOf } from "../baseInUse.ts";
import { type Environment, showError } from "../github/workflowOutput.ts";
import { stackFiles } from "../stackFiles.ts";
import { listStacks, neededState } from "../state.ts";

/** Whether no other stack uses a base. Names those that do. */
export async function inUseCommand(project: string, env: Environment, base: string): Promise<boolean> {
  const files = stackFiles(project);
  const baseState = await neededState(base, project);
  const others = [];
  for (const { name, resourceCount } of await listStacks(project)) {
    const stack = name.split("/").at(-1) ?? name;
    if (stack === base || resourceCount === 0) continue;
    others.push({
      stack,
      state: await neededState(name, project),
      file: files.find((file) => file.stack === stack),
    });
  }
  const users = usersOf(base, baseState, others);
  if (users.length === 0) {
    console.log(`No stack uses ${base}.`);
    return true;
  }
  const lines = users.map(
    ({ stack, resources, because }) => `  ${stack}: ${count(resources, "resource")}; ${because}`,
  );
  const first = users.map(({ stack }) => stack).join(", ");
  showError(
    env,
    [`${base} is still in use. Destroy ${first} first. Nothing was changed.`, ...lines].join("\n"),
  );
  return false;
}
