import type { TaskParts } from "../../../support/taskWorld.ts";

/** A rule of a task's start at work: what it says of a world that differs in something from one where all is well. */
export interface TaskCase {
  rule: string;
  /** What differs, for the name of the test. */
  what: string;
  parts: TaskParts;
  /** The whole message; undefined where nothing may be found. `SECRET` stands for the ARN of the secret. */
  message?: string;
}

export const denied = (action: string, resource: string, because?: string): string =>
  `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution/<task id> is not authorized to perform: ${action} on resource: ${resource} ${because ?? `because no identity-based policy allows the ${action} action`}`;
