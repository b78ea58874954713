import * as pulumi from "@pulumi/pulumi";
import { messageOf } from "@ublog/terminal/errors";
import { type BaseContract, baseContractProblems } from "pulumi-aws-django";

/**
 * The contract of a base stack. The engine's own function for reading another stack's outputs is asked, not a
 * StackReference: its failure can be answered with what to do, and the contract is known before the first resource.
 *
 * Throws a RunError where the stack does not exist, is not up, or was made by another version.
 */
export async function readBase(stack: string): Promise<BaseContract> {
  const name = stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const up = `pulumi up --stack ${stack}`;
  return checkContract(stack, await readOutput(name, "contract", stack, up), up);
}

async function readOutput(name: string, output: string, stack: string, up: string): Promise<unknown> {
  try {
    const read = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    return (read as { outputs?: Record<string, unknown> }).outputs?.[output];
  } catch (error) {
    const reason = messageOf(error);
    if (!reason.includes("unknown stack") && !reason.includes("no stack named")) {
      throw new pulumi.RunError(`ublog:base: the outputs of the stack "${stack}" can't be read: ${reason}`);
    }
    throw new pulumi.RunError(
      `ublog:base: is "${stack}", but there is no such stack. Write the name of a base stack, or make this one first: ${up}`,
    );
  }
}

/** The contract, after a look at its version and its shape. */
export function checkContract(stack: string, contract: unknown, up: string): BaseContract {
  if (typeof contract !== "object" || contract === null) {
    throw new pulumi.RunError(
      `ublog:base: the stack "${stack}" has no output "contract": it is not up yet, or it is not a base stack. Bring it up first: ${up}`,
    );
  }
  const problems = baseContractProblems(contract, `Bring the base up with this checkout: ${up}`);
  if (problems.length > 0) {
    const lines = problems.map(({ path, reason }) => `  contract.${path}: ${reason}`).join("\n");
    throw new pulumi.RunError(`ublog:base: the contract of the stack "${stack}" can't be used:\n${lines}`);
  }
  return contract as BaseContract;
}
