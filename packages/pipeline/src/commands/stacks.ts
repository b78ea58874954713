import { UserError } from "@ublog/terminal/errors";
import { changedFiles, stacksRemovedBy, stacksTouchedBy } from "../changedStacks.ts";
import { type Environment, setOutput } from "../github/run.ts";
import { failureOf, pulumi } from "../pulumi.ts";
import { checkRequest, checkStack, type Request } from "../request.ts";
import { type StackFile, stackFiles } from "../stackFiles.ts";
import { stackExists } from "../state.ts";

interface Context {
  project: string;
  env: Environment;
}

/**
 * Gives the stacks of the checkout, or those that a change since a commit touches, as a JSON list; the latter with those whose file the
 * change removes. What keeps it from that is given too, for the comment.
 */
export function stacksCommand({ project, env }: Context, since?: string): void {
  try {
    const all = stackFiles(project);
    const names =
      since === undefined ? all.map(({ stack }) => stack) : touched(changedFiles(since, project), all);
    setOutput(env, "stacks", JSON.stringify(names));
  } catch (error) {
    if (error instanceof UserError && env.GITHUB_OUTPUT) setOutput(env, "problem", error.message);
    throw error;
  }
}

function touched(files: readonly string[], all: readonly StackFile[]): string[] {
  return [...stacksTouchedBy(files, all), ...stacksRemovedBy(files, all)].sort();
}

/** Checks what somebody asked for, and tells whether the stack has to be created first. */
export async function requestCommand({ project, env }: Context, request: Request): Promise<void> {
  checkRequest(request, stackFiles(project));
  const exists = await stackExists(request.stack, project);
  if (!exists && request.operation !== "up") {
    throw new UserError(`The stack ${request.stack} doesn't exist yet. The operation "up" creates it.`);
  }
  setOutput(env, "create", String(!exists));
}

/** Creates a stack, empty. Does nothing where it is there. */
export async function createCommand({ project, env }: Context, stack: string): Promise<void> {
  const files = stackFiles(project);
  checkStack(stack, files);
  if (await stackExists(stack, project)) {
    console.log(`The stack ${stack} is there already.`);
    return;
  }
  const own = files.find((file) => file.stack === stack)?.secretsProvider;
  const provider = own ?? (env.PULUMI_SECRETS_PROVIDER || "default");
  const result = await pulumi(["stack", "init", stack, "--no-select", "--secrets-provider", provider], {
    cwd: project,
  });
  if (result.code !== 0) throw new UserError(`The stack ${stack} can't be created: ${failureOf(result)}`);
  console.log(`Created the stack ${stack}.`);
}
