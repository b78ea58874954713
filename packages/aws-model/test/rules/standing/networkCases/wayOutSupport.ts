import type { Properties } from "../../../../src/world/world.ts";
import { containers, definitionArn, type SmallNetwork, secretArn } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";

/* What the cases of the way out have in common. */

export const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-backend:1";

/** What AWS says of each step, up to the obstacle. */
export const secretError = `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${secretArn("cache")} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded. `;
export const parameterError =
  "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. operation error SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded. ";
export const registryError =
  'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 203.0.113.1:443: i/o timeout. ';
export const logError =
  "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed. ";
const imageError = (name: string, step: string) =>
  `CannotPullContainerError: The task cannot pull ${name} from the registry ${name}. There is a connection issue between the task and the registry. Check your task network configuration. : ${step}: dial tcp 203.0.113.1:443: i/o timeout. `;
export const manifestError = (name: string) =>
  imageError(name, `failed to resolve ref ${name}: failed to do request: Head ${name}`);
export const layerError = imageError(
  image,
  `failed to copy: httpReadSeeker: failed open: failed to do request: Get ${image}`,
);

export const noRoute =
  "Subnet private-a (subnet-private-a) has no route to the internet: route table private-a (rtb-private-a) has none for 0.0.0.0/0";

export const noEndpoint = (service: string) => `; VPC main (vpc-main) has no endpoint for ${service} either.`;

export const secretRule = (what: string, change: NetworkCase["change"], obstacle?: string): NetworkCase => ({
  rule: "task-reaches-secrets",
  what,
  change,
  ...(obstacle === undefined ? {} : { message: `${secretError}${obstacle}` }),
});

export const withContainer = ({ change }: SmallNetwork, container: Properties) =>
  change(definitionArn, { containerDefinitions: JSON.stringify([{ ...containers[0], ...container }]) });

/** Takes the NAT gateway away, and its routes. */
export const withoutNat = ({ remove }: SmallNetwork) => {
  for (const id of ["r-private-a", "r-private-b", "nat-main"]) remove(id);
};

const addGateway = ({ add }: SmallNetwork) =>
  add("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce-s3", {
    vpcId: "vpc-main",
    vpcEndpointType: "Gateway",
    serviceName: "com.amazonaws.us-east-1.s3",
    routeTableIds: ["rtb-private-a", "rtb-private-b"],
    prefixListId: "pl-s3",
  });

/** All that a task needs inside the VPC, and no way to the internet. */
export const withEndpoints = (network: SmallNetwork) => {
  withoutNat(network);
  network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
  network.allow("sg-tasks", "egress", 443, "pl-s3");
  for (const service of ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"]) network.addEndpoint(service);
  addGateway(network);
};
