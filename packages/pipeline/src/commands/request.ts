import { UserError } from "@ublog/terminal/errors";
import { setOutput } from "../github/workflowOutput.ts";
import { checkRequest, type Request } from "../request.ts";
import { stackFiles } from "../stackFiles.ts";
import { stackExists } from "../state.ts";
import type { Context } from "./context.ts";

/** Checks what somebody asked for, and says whether the stack has to be created first. */
export async function requestCommand({ project, env }: Context, request: Request): Promise<void> {
  checkRequest(request, stackFiles(project));
  const exists = await stackExists(request.stack, project);
  if (!exists && request.operation !== "up") {
    throw new UserError(`The stack ${request.stack} doesn't exist yet. The operation "up" creates it.`);
  }
  setOutput(env, "create", String(!exists));
}
