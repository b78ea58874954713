import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "pulumi-aws-django";
import * as z from "zod";

/** A stack, and what the names of everything in it begin with. */
export interface StackName {
  stack: string;
  name: string;
}

/** The setting `name` of base and app stacks. */
export const nameValidator = z
  .string()
  .describe(
    "Write what the names of all resources of the stack begin with, or leave it out for <project>-<stack>.",
  );

/** The name of a stack: with the project, because another one in the same account may have a stack that is called the same. */
export function nameOf(project: string, stack: string, given?: string): string {
  return given ?? `${project}-${stack}`;
}

/** Longest name: bucket names and roles are made of it without being cut, so that the workflows' rights fit them. */
export const MAX_NAME = 40;

/** What is wrong with a base's name beyond what the component refuses. Of an app's, DjangoApp refuses it. */
export function problemsOfLength(name: string): Problem[] {
  if (name.length <= MAX_NAME || name.length > 100) return [];
  const reason = `is ${JSON.stringify(name)}. Write at most ${MAX_NAME} characters: the workflows' rights to buckets and roles go by it.`;
  return [{ path: "name", reason }];
}

/** Problems of a component, in which its name is the setting `name`, and says what it is made of where that isn't set. */
export function problemsOfName(
  problems: readonly Problem[],
  { project, stack }: { project: string; stack: string },
  given: unknown,
): Problem[] {
  return problems.map((problem) =>
    problem.path === "name" && given === undefined
      ? {
          ...problem,
          reason: `isn't set. Of the project ${JSON.stringify(project)} and the stack ${JSON.stringify(stack)} it ${problem.reason}`,
        }
      : problem,
  );
}

/**
 * What is wrong where a stack has resources of another name: all of them would be made anew, and databases, queues and files stay behind
 * with the old ones. So it is after `pulumi stack rename`, for example. `outputs` are those of the stack's last update.
 */
export function problemsOfOtherName(
  { stack, name }: StackName,
  outputs: Readonly<Record<string, unknown>>,
): Problem[] {
  if (Object.keys(outputs).length === 0) return [];
  // Before names carried the project, and in pulumi-aws-django 1.28, everything was named after the stack.
  const former = typeof outputs.name === "string" ? outputs.name : stack;
  if (former === name) return [];
  const reason = `is ${JSON.stringify(name)}, and what this stack has is named ${JSON.stringify(former)}: all of it would be made anew, with empty databases, queues and files. Keep the name: pulumi config set ublog:name ${former} --stack ${stack}. For another one, destroy the stack first.`;
  return [{ path: "name", reason }];
}

/** The outputs of this stack's last update; none where it was never brought up. */
export async function ownOutputs(): Promise<Record<string, unknown>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const read = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return (read as { outputs?: Record<string, unknown> }).outputs ?? {};
}
