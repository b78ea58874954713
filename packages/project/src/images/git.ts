import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { type RunResult, run } from "@ublog/terminal/run";

/** Asks git of a folder: arguments as a person would write them. */
export type Git = (folder: string, args: readonly string[]) => Promise<RunResult>;

/** The git on PATH. A hook's own variables would lead it to another repository than the folder's. */
export function gitOf(env: NodeJS.ProcessEnv): Git {
  const own = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)),
  );
  return async (folder, args) => {
    try {
      return await run("git", ["-C", folder, ...args], {
        env: { ...own, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw new Refusal([
        "There is no git on PATH, which says what an image is made of. Install it and run the command again.",
      ]);
    }
  };
}
