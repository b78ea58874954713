import * as pulumi from "@pulumi/pulumi";
import { BASE_CONTRACT_VERSION, type BaseContract } from "../contract.ts";
import { ArgumentsError, type Problem } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";

/** A base contract, however it arrived: an object in a TypeScript program, an output from another language. */
export interface Base {
  /** The contract where the program knows its shape: which optional parts it has. Undefined for an output. */
  known?: BaseContract;
  /** A value of the contract. It depends on nothing but the part that it comes from, where the shape is known. */
  get<T>(pick: (base: BaseContract) => pulumi.Input<T>): pulumi.Output<T>;
}

/** Why there can't be DNS records. */
export const NO_ZONE =
  "is true, and the base has no Route 53 zone. Write false and make the records where your domain is, or give the base a zoneId.";

/** Why there can't be entries in a namespace. */
export const NO_NAMESPACE =
  "is true, and the base has no namespace. Write false, or give the base `serviceDiscovery: {}`.";

/** Why there can't be mail. */
export const NO_MAIL = "is true, and the base has no mail. Leave it out, or give the base `mail: {}`.";

/** The contract in one form. */
export function readBaseContract(base: pulumi.Input<BaseContract>): Base {
  const known = plainValue(base);
  if (known !== undefined) return { known, get: (pick) => leaf(pick(known)) };
  const checked = pulumi.output(base).apply((found) => {
    const contract = found as BaseContract;
    const problems = checkBaseContract(contract);
    if (problems.length > 0) throw new ArgumentsError("DjangoApp", problems);
    return contract;
  });
  return { get: (pick) => checked.apply((contract) => leaf(pick(contract))) as never };
}

function leaf<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  return pulumi.output(value) as pulumi.Output<T>;
}

/** What is wrong with a contract whose shape is known. */
export function checkBaseContract(base: BaseContract | undefined): Problem[] {
  if (typeof base !== "object" || base === null) {
    const reason =
      "is missing. Pass the contract of a DjangoBase: `base.contract` in one program, the stack output `contract` of its stack otherwise.";
    return [{ path: "base", reason }];
  }
  if (base.version === BASE_CONTRACT_VERSION) return [];
  const given = base.version === undefined ? "is missing" : `is ${JSON.stringify(base.version)}`;
  const reason = `${given}, and this package reads version ${BASE_CONTRACT_VERSION}. Run \`pulumi up\` on the base's stack with the same release of pulumi-aws-django as the app's.`;
  return [{ path: "base.version", reason }];
}
