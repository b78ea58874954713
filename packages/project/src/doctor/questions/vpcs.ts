import { NotAsked } from "../finding.ts";
import type { Question } from "../question.ts";
import { increase, isBaseUp, limitOf, room } from "../quota.ts";

const QUOTA = { service: "vpc", code: "L-F678F1CE" };

export const vpcs: Question = {
  id: "vpcs",
  asks: "Is there room for another VPC in the region?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { base } = await facts.stacks();
    if (base === undefined) throw new NotAsked("there is no base whose settings can be read");
    if (base.config.args.network?.vpcId !== undefined)
      throw new NotAsked("the base uses a network that exists");
    const aws = await facts.aws();
    const [limit, { Vpcs = [] }, isUp] = await Promise.all([
      limitOf(aws, QUOTA),
      aws("ec2.DescribeVpcs", {}),
      isBaseUp(facts),
    ]);
    return room({
      thing: "VPC",
      things: "VPCs",
      limit,
      used: Vpcs.length,
      needed: 1,
      isUp,
      why: "`up` of the base would fail at once (VpcLimitExceeded).",
      fix: "Delete one that nobody uses, ask for more (often granted within minutes), or write the id of one that exists into ublog:network.",
      commands: [
        "aws ec2 describe-vpcs --query 'Vpcs[].[VpcId,IsDefault,Tags]'",
        increase(QUOTA, Vpcs.length + 1, await facts.region()),
      ],
    });
  },
};
