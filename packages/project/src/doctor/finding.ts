export type Status = "ok" | "warning" | "problem" | "not asked";

/** What came of a question, or of a part of it. */
export interface Finding {
  status: Status;
  /** What was found; of a question that wasn't asked, why not. */
  found: string;
  /** What would happen, after how long, and what it would cost. Problems and warnings have it. */
  why?: string;
  /** What to do about it. Problems and warnings have it. */
  fix?: string;
  /** Commands that do it, each as it is typed. */
  commands?: readonly string[];
}

/** Of a problem or a warning: everything that the person has to know. */
export type Trouble = Required<Pick<Finding, "found" | "why" | "fix">> & Pick<Finding, "commands">;

export const ok = (found: string): Finding => ({ status: "ok", found });
export const problem = (trouble: Trouble): Finding => ({ status: "problem", ...trouble });
export const warning = (trouble: Trouble): Finding => ({ status: "warning", ...trouble });
export const notAsked = (why: string): Finding => ({ status: "not asked", found: why });

/** Thrown where a question can't be asked, with the reason in a few words. */
export class NotAsked extends Error {
  override readonly name = "NotAsked";
}

/** Text in which something is counted: `1 address`, `2 addresses`. */
export const few = (number: number, thing: string, things = `${thing}s`): string =>
  `${number} ${number === 1 ? thing : things}`;
