import { definitionArn, secretArn } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";
import {
  image,
  layerError,
  logError,
  manifestError,
  noEndpoint,
  parameterError,
  registryError,
  secretError,
  withContainer,
  withEndpoints,
  withoutNat,
} from "./wayOutSupport.ts";

/** What each of the other steps needs. */
export const stepCases: readonly NetworkCase[] = [
  {
    rule: "task-reaches-secrets",
    what: "no endpoint for parameters",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ssm");
    },
    message: `${parameterError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ssm")}`,
  },
  {
    rule: "task-reaches-secrets",
    what: "a definition without secrets",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { secrets: [] });
    },
  },
  {
    rule: "task-reaches-secrets",
    what: "a secret of another region, which no endpoint leads to",
    change: (network) => {
      withEndpoints(network);
      withContainer(network, {
        secrets: [{ name: "A", valueFrom: secretArn("cache").replace("us-east-1", "eu-west-1") }],
      });
    },
    message: `${secretError.replace("us-east-1", "eu-west-1")}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  },
  {
    rule: "task-reaches-registry",
    what: "no endpoint for the registry",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ecr.api");
    },
    message: `${registryError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ecr.api")}`,
  },
  {
    rule: "task-reaches-registry",
    what: "an image of another registry",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { image: "nginx:1" });
    },
  },
  {
    rule: "task-reaches-registry",
    what: "a task that runs on machines",
    change: (network) => {
      withoutNat(network);
      network.change(definitionArn, { requiresCompatibilities: ["EC2"] });
    },
  },
  {
    rule: "task-reaches-logs",
    what: "no endpoint for logs",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-logs");
    },
    message: `${logError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("logs")}`,
  },
  {
    rule: "task-reaches-logs",
    what: "another log driver",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { logConfiguration: { logDriver: "splunk" } });
    },
  },
  {
    rule: "task-reaches-image",
    what: "no endpoint for images",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ecr.dkr");
    },
    message: `${manifestError(image)}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ecr.dkr")}`,
  },
  {
    rule: "task-reaches-image",
    what: "no way to the bucket with the layers",
    change: (network) => {
      withEndpoints(network);
      network.change("vpce-s3", { routeTableIds: ["rtb-private-a"] });
      network.allow("sg-tasks", "egress", 443, "0.0.0.0/0");
    },
    message: `${layerError}Subnet private-b (subnet-private-b) has no route to the internet: route table private-b (rtb-private-b) has none for 0.0.0.0/0${noEndpoint("s3")}`,
  },
  {
    rule: "task-reaches-image",
    what: "a group that doesn't let tasks get to the bucket",
    change: (network) => {
      withEndpoints(network);
      network.disallow("sg-tasks", "egress", 443, "pl-s3");
    },
    message: `${layerError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0).`,
  },
  {
    rule: "task-reaches-image",
    what: "an image of another registry, and endpoints only",
    change: (network) => {
      withEndpoints(network);
      withContainer(network, { image: "nginx:1" });
    },
    message: `${manifestError("nginx:1")}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0).`,
  },
];

/** Shells in tasks. */
export const shellCases: readonly NetworkCase[] = [
  {
    rule: "task-reaches-session-manager",
    what: "endpoints for everything but shells",
    change: (network) => {
      withEndpoints(network);
      network.change("service-web", { enableExecuteCommand: true });
    },
    message: `An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation: The execute command failed due to an internal error. Try again later. Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ssmmessages")}`,
  },
  {
    rule: "task-reaches-session-manager",
    what: "endpoints for everything",
    change: (network) => {
      withEndpoints(network);
      network.addEndpoint("ssmmessages");
      network.change("service-web", { enableExecuteCommand: true });
    },
  },
  { rule: "task-reaches-session-manager", what: "tasks without shells", change: withEndpoints },
];
