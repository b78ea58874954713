import { policySource } from "@ublog/app-update/src/release/permissions.ts";
import type { Ask } from "./aws/operations.ts";
import { NotAsked } from "./finding.ts";

/** Whether IAM lets a caller do each of some actions, as far as its own policies say. */
export async function allowed(
  aws: Ask,
  caller: string,
  actions: readonly string[],
): Promise<Readonly<Record<string, boolean>>> {
  const principal = policySource(caller);
  if (principal === undefined) throw new NotAsked(`nobody can simulate the rights of ${caller}`);
  const { EvaluationResults = [] } = await aws("iam.SimulatePrincipalPolicy", {
    PolicySourceArn: principal,
    ActionNames: [...actions],
    MaxItems: 1000,
  });
  return Object.fromEntries(
    EvaluationResults.map(({ EvalActionName = "", EvalDecision }) => [
      EvalActionName,
      EvalDecision === "allowed",
    ]),
  );
}
