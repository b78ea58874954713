import type { ResourceType } from "../descriptor/resourceType.ts";
import type { Service } from "../descriptor/service.ts";
import { acm } from "./acm/index.ts";
import { appautoscaling } from "./appautoscaling/index.ts";
import { cloudfront } from "./cloudfront/index.ts";
import { cloudwatch } from "./cloudwatch/index.ts";
import { dynamodb } from "./dynamodb/index.ts";
import { ec2 } from "./ec2/index.ts";
import { ecr } from "./ecr/index.ts";
import { ecs } from "./ecs/index.ts";
import { elasticache } from "./elasticache/index.ts";
import { elbv2 } from "./elbv2/index.ts";
import { iam } from "./iam/index.ts";
import { kms } from "./kms/index.ts";
import { logs } from "./logs/index.ts";
import { rds } from "./rds/index.ts";
import { route53 } from "./route53/index.ts";
import { s3 } from "./s3/index.ts";
import { scheduler } from "./scheduler/index.ts";
import { secretsmanager } from "./secretsmanager/index.ts";
import { servicediscovery } from "./servicediscovery/index.ts";
import { sesv2 } from "./sesv2/index.ts";
import { sns } from "./sns/index.ts";
import { ssm } from "./ssm/index.ts";
import { wafv2 } from "./wafv2/index.ts";

/** The known services, by their folders. */
export const services: Readonly<Record<string, Service>> = {
  acm,
  appautoscaling,
  cloudfront,
  cloudwatch,
  dynamodb,
  ec2,
  ecr,
  ecs,
  elasticache,
  elbv2,
  iam,
  kms,
  logs,
  rds,
  route53,
  s3,
  scheduler,
  secretsmanager,
  servicediscovery,
  sesv2,
  sns,
  ssm,
  wafv2,
};

const types = new Map(Object.values(services).flatMap((service) => Object.entries(service.types)));
const owners = new Map(
  Object.values(services).flatMap((service) =>
    Object.keys(service.types).map((type) => [type, service] as const),
  ),
);

/** The types that have a descriptor. */
export const knownTypes = (): string[] => [...types.keys()];

/** What is known about a type; nothing for one without a descriptor. */
export const typeOf = (type: string): ResourceType => types.get(type) ?? {};

/** The service of a type that has a descriptor. */
export const serviceOf = (type: string): Service | undefined => owners.get(type);
