import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Problem, refuse, wrongValue } from "../shared/errors.ts";

/** Where a base lives for good: in a block of addresses of its own, or in an existing VPC; the other one is empty. */
interface Place {
  cidrBlock: pulumi.Input<string>;
  vpcId: pulumi.Input<string>;
}

/**
 * Ends the program if a base is to move to another network. AWS would refuse that only half-way: the new network then
 * exists and the old one's internet gateway is gone, while database, cache and load balancer can't follow. What the base was made
 * with is remembered by a resource that costs nothing; whatever waits for the returned one is made only where the place is the same.
 */
export function fixedNetwork(
  name: string,
  place: Place,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource> {
  const record = new random.RandomId(
    `${name}-network`,
    { byteLength: 1, keepers: { ...place } },
    { ...opts, ignoreChanges: ["keepers"] },
  );
  const problems = pulumi.all([record.keepers, place]).apply(([was, is]) => {
    return checkNetworkMove({ cidrBlock: was?.cidrBlock ?? "", vpcId: was?.vpcId ?? "" }, is);
  });
  problems.apply((found) => refuse("DjangoBase", found));
  // Where there are problems it never resolves: everything that waits for it would report the error again.
  return problems.apply(async (found): Promise<pulumi.Resource> => {
    return found.length === 0 ? record : new Promise<never>(() => {});
  });
}

/** What is wrong with a base's new place, given the one that it was made in. */
export function checkNetworkMove(was: pulumi.Unwrap<Place>, is: pulumi.Unwrap<Place>): Problem[] {
  const { cidrBlock, vpcId } = was;
  if (vpcId !== is.vpcId) {
    const place =
      vpcId === ""
        ? `This base has a network of its own, ${cidrBlock}: leave vpcId and the lists of subnets out`
        : `This base was made in ${vpcId}: write that`;
    const reason = `${place}, or destroy the base first. AWS cannot move a load balancer to another VPC.`;
    if (is.vpcId === "") return [{ path: "network.vpcId", reason: `is missing. ${reason}` }];
    return [wrongValue("network.vpcId", is.vpcId, reason)];
  }
  if (cidrBlock === is.cidrBlock) return [];
  return [
    wrongValue(
      "network.cidrBlock",
      is.cidrBlock,
      `This base was made with ${cidrBlock}: write that, or destroy the base first. AWS cannot give a VPC other addresses.`,
    ),
  ];
}
