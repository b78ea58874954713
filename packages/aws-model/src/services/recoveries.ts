import type { Recoveries } from "../descriptor/recovery.ts";
import { recoveries as acm } from "./acm/recovery.ts";
import { recoveries as appautoscaling } from "./appautoscaling/recovery.ts";
import { recoveries as cloudfront } from "./cloudfront/recovery.ts";
import { recoveries as cloudwatch } from "./cloudwatch/recovery.ts";
import { recoveries as dynamodb } from "./dynamodb/recovery.ts";
import { recoveries as ec2 } from "./ec2/recovery.ts";
import { recoveries as ecr } from "./ecr/recovery.ts";
import { recoveries as ecs } from "./ecs/recovery.ts";
import { recoveries as efs } from "./efs/recovery.ts";
import { recoveries as elasticache } from "./elasticache/recovery.ts";
import { recoveries as elbv2 } from "./elbv2/recovery.ts";
import { recoveries as iam } from "./iam/recovery.ts";
import { recoveries as kms } from "./kms/recovery.ts";
import { recoveries as logs } from "./logs/recovery.ts";
import { recoveries as rds } from "./rds/recovery.ts";
import { recoveries as route53 } from "./route53/recovery.ts";
import { recoveries as s3 } from "./s3/recovery.ts";
import { recoveries as scheduler } from "./scheduler/recovery.ts";
import { recoveries as secretsmanager } from "./secretsmanager/recovery.ts";
import { recoveries as servicediscovery } from "./servicediscovery/recovery.ts";
import { recoveries as sesv2 } from "./sesv2/recovery.ts";
import { recoveries as sns } from "./sns/recovery.ts";
import { recoveries as ssm } from "./ssm/recovery.ts";
import { recoveries as wafv2 } from "./wafv2/recovery.ts";

/**
 * What becomes of a resource of each type when a run is cut off, or removes it. The pipelines read it, without the rest of the
 * descriptors: these files import how to ask AWS, and nothing of the AWS in memory.
 */
export const recoveries: Recoveries = {
  ...acm,
  ...appautoscaling,
  ...cloudfront,
  ...cloudwatch,
  ...dynamodb,
  ...ec2,
  ...ecr,
  ...ecs,
  ...efs,
  ...elasticache,
  ...elbv2,
  ...iam,
  ...kms,
  ...logs,
  ...rds,
  ...route53,
  ...s3,
  ...scheduler,
  ...secretsmanager,
  ...servicediscovery,
  ...sesv2,
  ...sns,
  ...ssm,
  ...wafv2,
};
