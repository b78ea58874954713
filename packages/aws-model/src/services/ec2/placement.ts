import { networkOf } from "../../network/network.ts";
import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import { withoutGateway } from "./gateways.ts";

const natGateway = "aws:ec2/natGateway:NatGateway";

/** Where it may be. */
export const placementRules: readonly Rule[] = [
  {
    name: "nat-gateway-internet-gateway",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ inputs, world }) => {
      if (inputs.connectivityType === "private") return undefined;
      const vpc = withoutGateway(networkOf(world), text(inputs.subnetId));
      return (
        vpc && {
          doing: "waiting for EC2 NAT Gateway create",
          message: `unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
        }
      );
    },
  },
  {
    name: "nat-gateway-address-free",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ type, inputs, world }) => {
      const address = text(inputs.allocationId);
      const isTaken = world
        .resources(type)
        .some(({ state }) => address !== "" && state.allocationId === address);
      return isTaken
        ? {
            doing: "waiting for EC2 NAT Gateway create",
            message: `unexpected state 'failed', wanted target 'available'. last error: Resource.AlreadyAssociated: Elastic IP address [${address}] is already associated`,
          }
        : undefined;
    },
  },
  {
    name: "nat-gateway-address",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ inputs }) => {
      const { connectivityType, availabilityMode, allocationId } = inputs;
      // AWS itself gives a regional one its addresses.
      if (connectivityType === "private" || availabilityMode === "regional" || text(allocationId) !== "")
        return undefined;
      return {
        doing: "creating EC2 NAT Gateway",
        answer: { service: "EC2", operation: "CreateNatGateway", code: "MissingParameter" },
        message:
          "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      };
    },
  },
];
