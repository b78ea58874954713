import type { NetworkCase } from "./networkCase.ts";
import { noEndpoint, noRoute, secretRule, withEndpoints, withoutNat } from "./wayOutSupport.ts";

/** Endpoints and names. */
export const endpointCases: readonly NetworkCase[] = [
  ...["task-reaches-secrets", "task-reaches-registry", "task-reaches-logs", "task-reaches-image"].map(
    (rule) => ({
      rule,
      what: "endpoints for everything, and no way to the internet",
      change: withEndpoints,
    }),
  ),
  secretRule(
    "an endpoint that doesn't let tasks in, beside a way to the internet",
    (network) => {
      network.addEndpoint("secretsmanager");
      network.disallow("sg-endpoints", "ingress", 443, "sg-tasks");
    },
    "Security group endpoints (sg-endpoints) has no ingress rule for TCP 443 from security group tasks (sg-tasks) or 10.0.10.0/24, on the way to endpoint secretsmanager (vpce-secretsmanager).",
  ),
  secretRule(
    "an endpoint without a name, and no way to the internet",
    (network) => {
      withoutNat(network);
      network.addEndpoint("secretsmanager", { privateDnsEnabled: false });
    },
    noRoute + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "an endpoint in a VPC without host names",
    (network) => {
      withEndpoints(network);
      network.change("vpc-main", { enableDnsHostnames: false });
    },
    `Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "a VPC without DNS",
    ({ change }) => change("vpc-main", { enableDnsSupport: false }),
    "VPC main (vpc-main) resolves no names: its enableDnsSupport is off.",
  ),
];
