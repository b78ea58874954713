import { resolve } from "node:path";
import { UserError } from "@ublog/terminal/errors";

/**
 * Takes `--cwd` out of Pulumi's arguments: the engine runs in a copy of the project. A relative folder is below the one in which
 * the person is, which is not where a package's script runs.
 */
export function takeProject(args: readonly string[]): { project: { project?: string }; rest: string[] } {
  const at = args.findIndex((arg) => /^(--cwd|-C)(=|$)/.test(arg));
  if (at < 0) return { project: {}, rest: [...args] };
  const [name = "", ...value] = args[at]?.split("=") ?? [];
  const folder = value.length > 0 ? value.join("=") : args[at + 1];
  if (!folder) throw new UserError(`${name} needs a folder with a Pulumi.yaml in it.`);
  return {
    project: { project: resolve(process.env.INIT_CWD ?? process.cwd(), folder) },
    rest: [...args.slice(0, at), ...args.slice(at + (value.length > 0 ? 1 : 2))],
  };
}
