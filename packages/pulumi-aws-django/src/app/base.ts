import * as pulumi from "@pulumi/pulumi";
import { type BaseContract, baseContractProblems, baseVersionProblems } from "../contracts/baseContract.ts";
import { type Problem, refuse } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";

/** A base contract, however it arrived: an object in a TypeScript program, an output from another language. */
export interface Base {
  /** The contract where the program knows its shape: which optional parts it has. Undefined for an output. */
  known?: BaseContract;
  /** A value of the contract. Where the shape is known, it depends only on the part that it comes from. */
  get<T>(pick: (base: BaseContract) => pulumi.Input<T>): pulumi.Output<T>;
}

/** Why there can't be DNS records. */
export const NO_ZONE =
  "is true, and the base has no Route 53 zone. Write false and make the records where your domain is, or give the base a zoneId.";

/** Why there can't be entries in a namespace. */
export const NO_NAMESPACE =
  "is true, and the base has no namespace. Write false, or `serviceDiscovery.enabled: true` for the base.";

/** Why there can't be mail. */
export const NO_MAIL =
  "is true, and the base has no mail. Write false, or `mail.enabled: true` for the base.";

/** The contract in one form. */
export function readBaseContract(base: pulumi.Input<BaseContract>): Base {
  const known = plainValue(base);
  if (known !== undefined) return { known, get: (pick) => leaf(pick(known)) };
  const checked = pulumi.output(base).apply(checkedContract);
  return { get: (pick) => checked.apply((contract) => leaf(pick(contract))) as never };
}

function leaf<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  return pulumi.output(value) as pulumi.Output<T>;
}

/** A contract from another program, once all of it is known. */
export function checkedContract(found: unknown): BaseContract {
  refuse("DjangoApp", baseContractProblems(found, UP).map(inBase));
  return found as BaseContract;
}

/** What is wrong with a contract whose shape is known. */
export function checkBaseContract(base: BaseContract | undefined): Problem[] {
  return baseVersionProblems(base, base === undefined ? PASS : UP).map(inBase);
}

const PASS =
  "Pass the contract of a DjangoBase: `base.contract` in one program, the stack output `contract` of its stack otherwise.";
const UP = "Run `pulumi up` on the base's stack with the same release of pulumi-aws-django as the app's.";

const inBase = ({ path, reason }: Problem): Problem => ({
  path: path === "" ? "base" : `base.${path}`,
  reason,
});
