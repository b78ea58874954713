import { UserError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import type { StackFile } from "./stackFiles.ts";

export const OPERATIONS = ["preview", "up", "destroy"] as const;

/** What somebody asks of the infrastructure workflow, as typed. */
export interface Request {
  stack: string;
  operation: string;
  /** The stack's name once more, for a destroy. */
  confirm: string;
}

/**
 * Refuses a request that names no stack of this checkout, a change of the stack that makes the workflows' own roles, or a destroy whose
 * name wasn't typed again.
 */
export function checkRequest({ stack, operation, confirm }: Request, stacks: readonly StackFile[]): void {
  checkStack(stack, stacks);
  if (!(OPERATIONS as readonly string[]).includes(operation)) {
    throw new UserError(`operation is ${JSON.stringify(operation)}. Write preview, up or destroy.`);
  }
  if (
    operation !== "preview" &&
    stacks.some((file) => file.stack === stack && file.program === "bootstrap")
  ) {
    throw new UserError(
      `stack is ${JSON.stringify(stack)}, which makes the roles of the workflows: none of them may change it. An administrator does: pulumi ${operation} --stack ${stack}. Nothing was changed.`,
    );
  }
  if (operation === "destroy" && confirm !== stack) {
    throw new UserError(
      `confirm is ${JSON.stringify(confirm)}. To destroy ${stack}, type its name there: ${JSON.stringify(stack)}. Nothing was changed.`,
    );
  }
}

/** Refuses a stack that has no config file. */
export function checkStack(stack: string, stacks: readonly StackFile[]): void {
  if (stacks.some((file) => file.stack === stack)) return;
  const names = stacks.map((file) => file.stack);
  const guess = nearest(stack, names);
  const meant = guess === undefined ? "" : ` Did you mean ${guess}?`;
  throw new UserError(
    `stack is ${JSON.stringify(stack)}, but there is no file of that stack. The stacks of this checkout: ${names.join(", ") || "none"}. For a new one, commit its Pulumi.<stack>.yaml first.${meant}`,
  );
}
