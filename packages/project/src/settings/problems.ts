import { engineConfig } from "@ublog/estimates/src/programs/engineConfig.ts";
import { UserError } from "@ublog/terminal/errors";
import { copyOf, type StackFile } from "./stackFile.ts";

/** What is wrong with a setting, in the words of the programs that read it. */
export interface SettingProblem {
  path: string;
  reason: string;
}

/** What the stack's program would refuse in a file, in its own words; empty if it takes it. */
export async function problemsIn(file: StackFile): Promise<SettingProblem[]> {
  const { ConfigError, parseConfig } = await import("@ublog/stacks/config.ts");
  const { values, secretKeys } = engineConfig(copyOf(file).document);
  const { project, stack } = file;
  const named = (key: string) => (key.includes(":") ? key : `${project}:${key}`);
  try {
    parseConfig({
      project,
      stack,
      values: Object.fromEntries(Object.entries(values).map(([key, value]) => [named(key), value])),
      secretKeys: secretKeys.map(named),
      environment: process.env,
    });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.problems];
  }
}

/**
 * Refuses a change that makes a problem. Those that were there before are no reason: somebody may be about to mend them, one after the
 * other. They are the answer.
 */
export async function refuseNewProblems(before: StackFile, after: StackFile): Promise<SettingProblem[]> {
  const [former, now] = [await problemsIn(before), await problemsIn(after)];
  const known = new Set(former.map(lineOf));
  const made = now.filter((problem) => !known.has(lineOf(problem)));
  if (made.length > 0)
    throw new UserError(
      [`Refused: nothing was written into ${after.name}.`, ...made.map((one) => `  ${lineOf(one)}`)].join(
        "\n",
      ),
    );
  return now;
}

export const lineOf = ({ path, reason }: SettingProblem): string => `${path}: ${reason}`;
