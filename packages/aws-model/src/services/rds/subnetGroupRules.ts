import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { text, texts } from "../../world/reading.ts";
import type { Properties, World } from "../../world/world.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";
const type = "aws:rds/subnetGroup:SubnetGroup";

/** The subnets' states; undefined if one of them is not in the world. */
function subnetsOf(ids: readonly string[], world: World): Properties[] | undefined {
  const found = ids
    .map((id) => world.get("aws:ec2/subnet:Subnet", id)?.state)
    .filter((state) => state !== undefined);
  return found.length === ids.length ? found : undefined;
}

const refused = ({ action, inputs, id }: Change, code: string, message: string): Refusal => ({
  doing:
    action === "create"
      ? `creating RDS DB Subnet Group (${inputs.name})`
      : `updating RDS DB Subnet Group (${id})`,
  answer: {
    service: "RDS",
    operation: action === "create" ? "CreateDBSubnetGroup" : "ModifyDBSubnetGroup",
    code,
  },
  message,
});

export const subnetGroupRules: readonly Rule[] = [
  {
    name: "database-subnet-group-zones",
    source: `${guide}/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Subnets`,
    applies: { types: [type], on: ["create", "update"] },
    check: (change) => {
      const subnets = subnetsOf(texts(change.inputs.subnetIds), change.world);
      const zones = [...new Set(subnets?.map(({ availabilityZone }) => text(availabilityZone)))];
      if (!subnets || zones.length > 1) return undefined;
      return refused(
        change,
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`,
      );
    },
  },
  {
    name: "database-subnet-group-vpc",
    source: `${guide}/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Subnets`,
    applies: { types: [type], on: ["create", "update"] },
    check: (change) => {
      const subnets = subnetsOf(texts(change.inputs.subnetIds), change.world);
      const vpcs = new Set(subnets?.map(({ vpcId }) => text(vpcId)));
      if (vpcs.size > 1)
        return refused(
          change,
          "InvalidParameterValue",
          `All the subnets must be in the same VPC: ${[...vpcs].join(", ")}`,
        );
      const before = text(change.state.vpcId);
      if (before === "" || vpcs.size === 0 || vpcs.has(before)) return undefined;
      return refused(
        change,
        "InvalidParameterValue",
        "The new Subnets are not in the same Vpc as the existing subnet group",
      );
    },
  },
];
