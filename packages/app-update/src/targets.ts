import {
  type DeployCheck,
  type DeployService,
  type DeployTargets,
  DeployTargetsError,
  type DeployTask,
  type DeployUpdate,
  readDeployTargets,
} from "#deploy-targets";
import { explain, isAwsError } from "./aws/errors.ts";
import { Refusal } from "./outcome.ts";
import type { Session } from "./session.ts";

export type { DeployCheck, DeployService, DeployTargets, DeployTask, DeployUpdate };

/** Reads the deploy targets of an environment. Refuses, in a sentence that says what to do, where there are none. */
export async function readTargets({
  aws,
  parameter: name,
}: Pick<Session, "aws" | "parameter">): Promise<DeployTargets> {
  let value: string | undefined;
  try {
    value = (await aws("ssm.GetParameter", { Name: name })).Parameter?.Value;
  } catch (error) {
    if (!isAwsError(error, "ParameterNotFound"))
      throw new Refusal([`The SSM parameter \`${name}\` can't be read. ${explain(error)}`]);
    throw new Refusal([
      `There is no SSM parameter \`${name}\`: either the environment isn't up (run \`pulumi up\` on its stack), or --stack, --project, --region or the account is the wrong one.`,
    ]);
  }
  return parseTargets(name, value ?? "");
}

/** The deploy targets that a parameter's document holds. */
export function parseTargets(name: string, document: string): DeployTargets {
  try {
    return readDeployTargets(name, document);
  } catch (error) {
    throw error instanceof DeployTargetsError ? new Refusal([...error.problems]) : error;
  }
}
