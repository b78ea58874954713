import { type ClientSettings, type Sdks, sdkClients } from "@ublog/app-update/src/aws/clients.ts";
import type { Ask, ReadName } from "./operations.ts";

type Service = ReadName extends infer Name ? (Name extends `${infer S}.${string}` ? S : never) : never;

const SDKS: Sdks<Service> = {
  sts: [() => import("@aws-sdk/client-sts"), "STSClient"],
  ec2: [() => import("@aws-sdk/client-ec2"), "EC2Client"],
  quotas: [() => import("@aws-sdk/client-service-quotas"), "ServiceQuotasClient"],
  ecs: [() => import("@aws-sdk/client-ecs"), "ECSClient"],
  elbv2: [() => import("@aws-sdk/client-elastic-load-balancing-v2"), "ElasticLoadBalancingV2Client"],
  rds: [() => import("@aws-sdk/client-rds"), "RDSClient"],
  route53: [() => import("@aws-sdk/client-route-53"), "Route53Client"],
  iam: [() => import("@aws-sdk/client-iam"), "IAMClient"],
  ses: [() => import("@aws-sdk/client-sesv2"), "SESv2Client"],
  ssm: [() => import("@aws-sdk/client-ssm"), "SSMClient"],
  ecr: [() => import("@aws-sdk/client-ecr"), "ECRClient"],
};

/** How often a call is tried: a question has ten seconds in all. */
const ATTEMPTS = Number(process.env.AWS_MAX_ATTEMPTS) || 2;

/** The port on the AWS SDK. */
export function sdkAsk(settings: ClientSettings): Ask {
  const send = sdkClients(SDKS, settings);
  return async (operation, input) => (await send(operation, input, ATTEMPTS)) as never;
}
