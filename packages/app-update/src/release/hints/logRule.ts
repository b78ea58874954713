import type { Subject } from "./subject.ts";

/** What a line of a log gives away to somebody who knows the program that wrote it. */
export interface LogRule {
  pattern: RegExp;
  /** Undefined where it says nothing about this subject after all: then the next rule is tried. */
  hint: string | ((match: RegExpExecArray, about: { subject?: Subject; text: string }) => string | undefined);
}
