import * as pulumi from "@pulumi/pulumi";

/** Something wrong with an argument: where it is, and a sentence with the value that was given and what to write instead. */
export interface Problem {
  /** Path of the argument, for example `workers.mail.cpu`. */
  path: string;
  /** The whole sentence, without the path. */
  reason: string;
}

/** An error for the person who wrote the arguments: every problem with its path, no stack trace. */
export class ArgumentsError extends pulumi.InputPropertiesError {
  /** Tells the Pulumi runtime that the message says it all: it prints no stack trace. */
  readonly __pulumiRunError = true;

  constructor(component: string, problems: readonly Problem[]) {
    super({
      message: `${component} can't be made:\n${problems.map((p) => `  ${p.path}: ${p.reason}`).join("\n")}`,
      errors: problems.map((p) => ({ propertyPath: p.path, reason: p.reason })),
    });
  }
}

/** Throws an ArgumentsError where there are problems. Called before the first resource is registered. */
export function refuse(component: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ArgumentsError(component, problems);
}
