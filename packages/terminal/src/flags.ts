/* The flags that many commands have: the same name and the same words in each of them. */

/** The answer as JSON on standard output. */
export const JSON_FLAG = ["--json", "print JSON; progress goes to standard error"] as const;

/** Nothing is changed. */
export const DRY_RUN_FLAG = ["--dry-run", "only say what would be done"] as const;
