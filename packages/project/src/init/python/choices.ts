import type { Modules } from "./scope.ts";
import type { PyValue } from "./values.ts";

/** Variables that say what kind of environment the code is in. */
const KIND =
  /^(DJANGO_|APP_|DEPLOY_|PROJECT_|SERVICE_|SERVER_|RUNTIME_)?(ENV|ENVIRONMENT|STAGE|DEPLOYMENT|MODE)$/;

/** Values for another kind than production. */
const ELSEWHERE =
  /^(local|localhost|dev|devel|develop|development|debug|test|testing|ci|staging|stage|docker|)$/i;

/** The value of such a variable that means production; undefined for any other variable, and where nobody has to say it. */
export function choiceOf(
  variable: string,
  otherwise: PyValue | undefined,
  { variables, hasNamed }: Modules,
): string | undefined {
  if (!KIND.test(variable)) return undefined;
  if (typeof otherwise === "string" && !ELSEWHERE.test(otherwise)) return undefined;
  const set = variables.get(variable);
  if (set !== undefined && !ELSEWHERE.test(set)) return set;
  return ["production", "prod", "prd", "live"].find(hasNamed) ?? "production";
}
