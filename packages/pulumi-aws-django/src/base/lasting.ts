import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Problem, refuse, wrongValue } from "../shared/errors.ts";

/** What a base stands in for all its life: a block of addresses of its own, or somebody else's VPC; the other one is empty. */
interface Place {
  cidrBlock: pulumi.Input<string>;
  vpcId: pulumi.Input<string>;
}

/**
 * Ends the program where a base is to move to another network. AWS would refuse that only when half of it is done: the new network
 * is there and the internet gateway gone from the old one, while database, cache and load balancer can't follow. What the base was made
 * with is remembered by a resource that costs nothing; whatever waits for the returned one is made only where the place is the same.
 */
export function lastingPlace(
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
    return checkPlace({ cidrBlock: was?.cidrBlock ?? "", vpcId: was?.vpcId ?? "" }, is);
  });
  problems.apply((found) => refuse("DjangoBase", found));
  // It never comes where there are problems: an error would go on to whatever waits for it, and be told by each.
  return problems.apply(async (found): Promise<pulumi.Resource> => {
    return found.length === 0 ? record : new Promise<never>(() => {});
  });
}

/** What is wrong with a place that a base is to have, after the one that it was made with. */
export function checkPlace(was: pulumi.Unwrap<Place>, is: pulumi.Unwrap<Place>): Problem[] {
  const { cidrBlock, vpcId } = was;
  if (vpcId !== is.vpcId) {
    const place =
      vpcId === ""
        ? `This base has a network of its own, ${cidrBlock}: leave vpcId and the lists of subnets out`
        : `This base was made in ${vpcId}: write that`;
    const reason = `${place}, or destroy the base first. AWS moves no load balancer to another VPC.`;
    if (is.vpcId === "") return [{ path: "network.vpcId", reason: `is missing. ${reason}` }];
    return [wrongValue("network.vpcId", is.vpcId, reason)];
  }
  if (cidrBlock === is.cidrBlock) return [];
  return [
    wrongValue(
      "network.cidrBlock",
      is.cidrBlock,
      `This base was made with ${cidrBlock}: write that, or destroy the base first. AWS gives a VPC no other addresses.`,
    ),
  ];
}
