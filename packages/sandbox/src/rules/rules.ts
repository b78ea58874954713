import { creationRules } from "./creation.ts";
import { deletionRules } from "./deletion.ts";
import { nameRules } from "./names.ts";
import type { Rule } from "./rule.ts";

/** Every rule of AWS that the sandbox knows. */
export const rules: readonly Rule[] = [...nameRules, ...creationRules, ...deletionRules];
