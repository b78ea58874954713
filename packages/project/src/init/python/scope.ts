import type { SyntaxNode } from "@lezer/common";
import type { Source } from "./syntax.ts";
import type { PyValue } from "./values.ts";

/** Where modules come from. */
export interface Modules {
  /** A module by its Python path; undefined where the project has none of that path. */
  find(name: string): { source: Source; isPackage: boolean } | undefined;
  /** Whether the project has a module whose last name is this one. */
  hasNamed(name: string): boolean;
  /** Variables that files of a deployment set, with their values. */
  variables: ReadonlyMap<string, string>;
  /** What is known of modules that were read already. */
  known: Map<string, Scope>;
  /** The Python paths of the modules at a path below a module's folder, `*` for anything (`components/*.py`). */
  beside(name: string, pattern: string): string[];
}

/** What is known of a module after all of its statements, without one of them having been run. */
export interface Scope {
  /** Values by name; of attributes by their dotted name, such as `app.conf.task_routes`. */
  values: Map<string, PyValue>;
  /** The variables that are read from the environment, and whether the module fails where one isn't set. */
  variables: Map<string, { isRequired: boolean }>;
  /** Variables that choose between development and production, with the value that means production. */
  choices: Map<string, string>;
  /** The modules that are imported. */
  imports: Set<string>;
  /** The functions that are called by themselves, such as `configure` in `configure(globals())`, with what they are given. */
  calls: { name: string; args: PyValue[] }[];
  /** The text of decorators, and the names of classes with their bases. */
  decorators: string[];
  classes: { name: string; bases: string[]; body: SyntaxNode; source: Source }[];
}

export const newScope = (): Scope => ({
  values: new Map(),
  variables: new Map(),
  choices: new Map(),
  imports: new Set(),
  calls: [],
  decorators: [],
  classes: [],
});
