import { UserError } from "@ublog/terminal/errors";
import { failureOf, pulumi } from "../pulumi.ts";
import { checkStack } from "../request.ts";
import { stackFiles } from "../stackFiles.ts";
import { stackExists } from "../state.ts";
import type { Context } from "./context.ts";

/** Creates an empty stack. Does nothing if it exists. */
export async function createCommand({ project, env }: Context, stack: string): Promise<void> {
  const files = stackFiles(project);
  checkStack(stack, files);
  if (await stackExists(stack, project)) {
    console.log(`The stack ${stack} exists already.`);
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
