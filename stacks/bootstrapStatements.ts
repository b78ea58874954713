import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A statement of a policy. All values are resolved. */
export type Statement = aws.iam.PolicyStatement;

/** The account that the policies are for. All values are resolved. */
export interface Account {
  project: string;
  partition: string;
  region: string;
  accountId: string;
}

/** What may be done. */
export function allow(sid: string, actions: string[], resources: string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
}

/** What may be done by no means, whatever else is allowed. */
export function deny(sid: string, actions: string[]): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: "*" };
}

/** An ARN in the account and its region. */
export function regional(
  { partition, region, accountId }: Account,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** An ARN of a service that knows no regions. */
export function global({ partition, accountId }: Account, service: string, resource: string): string {
  return `arn:${partition}:${service}::${accountId}:${resource}`;
}

/** A service of AWS, as roles trust it. */
export function principal(service: string): string {
  return `${service}.amazonaws.com`;
}

/** The policy of these statements. */
export function document(statements: pulumi.Output<Statement[]>): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** The roles that a stack makes, and those of an app that pulumi-aws-django 1.28 made, which keep their names. */
export function rolesOf(account: Account, name: string): string[] {
  const names = [`${name}-*`, `${name}EcsTaskRole`, `${name}EcsTaskExecutionRole`];
  return names.map((role) => global(account, "iam", `role/${role}`));
}
