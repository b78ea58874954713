import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A policy as the JSON document that AWS takes. The order of the statements is the order in the document. */
export function policyJson(
  statements: pulumi.Input<pulumi.Input<aws.iam.PolicyStatement>[]>,
): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** For whom a service must act to be trusted with a role, so that nobody else's resource can borrow it. */
export interface TrustScope {
  /** The account that the service acts for. */
  accountId: pulumi.Input<string>;
  /** Pattern of the resources that the service acts for. Left out if the service doesn't say which one it acts for. */
  sourceArn?: pulumi.Input<string>;
}

/**
 * The trust policy of a role that one AWS service assumes, for example `ecs-tasks.amazonaws.com`.
 *
 * The conditions keep others from having the service use the role for them:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicyJson(service: string, scope: TrustScope): pulumi.Output<string> {
  return policyJson([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": scope.accountId },
        ...(scope.sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": scope.sourceArn } }),
      },
    },
  ]);
}

/** The partition of an ARN: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(arn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(arn).apply((a) => a.split(":")[1] ?? "aws");
}
