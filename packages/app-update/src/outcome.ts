/** The exit codes of every command but `run` and `exec`, which end with that of the command they ran. */
export const EXIT = {
  /** Done, or there was nothing to do. */
  done: 0,
  /** Failed; the services are as they were before. */
  failed: 1,
  /** `plan --check` found infrastructure changes that wait for a release. */
  differences: 2,
  /** Refused, or couldn't start: nothing was changed. */
  refused: 3,
  /** Failed, and the environment is not as it was: a person has to look. */
  unresolved: 4,
  /** `run`: the task never gave an exit code. */
  noExitCode: 125,
  /** Interrupted: the same command again finishes or undoes it. */
  interrupted: 130,
} as const;

export type ExitCode = number;

/** Why nothing was attempted, a sentence for each problem. Nothing was changed. */
export class Refusal extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join("\n"));
    this.name = "Refusal";
    this.problems = problems;
  }
}

/** Why something failed, for a person. */
export interface Failure {
  /** The process it is about, where it is about one. */
  process?: string;
  /** One sentence. */
  reason: string;
  /** What to do about it, in Django's words where that helps. */
  hint?: string;
  /** The last lines of the process's log. */
  log: string[];
}

/** A release, restart or one-off task that failed. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.name = "Failed";
    this.failure = failure;
  }
}

/** The check of an image found problems: nothing was done with it. */
export class CheckRefused extends Error {
  /** A sentence for each problem. */
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The check refuses the image. ${problems.join(" ")}`);
    this.name = "CheckRefused";
    this.problems = problems;
  }
}

/** The person or the CI system stopped this program. */
export class Interrupted extends Error {
  constructor() {
    super("Interrupted.");
    this.name = "Interrupted";
  }
}

/** Another run holds the release lock now: this one must not change anything any more. */
export class LostLease extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LostLease";
  }
}

/** Whether an error must end everything at once, without another change. */
export function endsEverything(error: unknown): boolean {
  return error instanceof Interrupted || error instanceof LostLease;
}
