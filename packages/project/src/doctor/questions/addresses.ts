import { NotAsked } from "../finding.ts";
import type { Question } from "../question.ts";
import { increase, isBaseUp, limitOf, room } from "../quota.ts";

const QUOTA = { service: "ec2", code: "L-0263D0A3" };

export const addresses: Question = {
  id: "addresses",
  asks: "Are there Elastic IP addresses left for the NAT gateways?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { base } = await facts.stacks();
    if (base === undefined) throw new NotAsked("there is no base whose settings can be read");
    const { network = {} } = base.config.args;
    const { nat = "single", vpcId, availabilityZones = 2, availabilityZoneNames } = network;
    if (vpcId !== undefined) throw new NotAsked("the base uses a network that exists");
    if (nat === "none") throw new NotAsked("the base has no NAT gateway");
    const needed = nat === "single" ? 1 : (availabilityZoneNames?.length ?? availabilityZones);
    const aws = await facts.aws();
    const [limit, { Addresses = [] }, isUp] = await Promise.all([
      limitOf(aws, QUOTA),
      aws("ec2.DescribeAddresses", {}),
      isBaseUp(facts),
    ]);
    const used = Addresses.length;
    return room({
      thing: "Elastic IP address",
      things: "Elastic IP addresses",
      limit,
      used,
      needed,
      isUp,
      why: "`up` of the base would fail in its first minute (AddressLimitExceeded).",
      fix: "Release addresses that nobody uses, ask for more (often granted within minutes), or write `nat: none` under ublog:network.",
      commands: [
        "aws ec2 describe-addresses --query 'Addresses[?!AssociationId].[PublicIp,AllocationId]'",
        increase(QUOTA, used + needed, await facts.region()),
      ],
    });
  },
};
