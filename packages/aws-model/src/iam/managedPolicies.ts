import type { Statement } from "./policy.ts";

const all: Statement[] = [allow(["*"])];

/**
 * AWS's own policies that roles of containers have, by the end of their ARN. As they are in
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const known: Record<string, Statement[]> = {
  "service-role/AmazonECSTaskExecutionRolePolicy": [
    allow([
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]),
  ],
  "service-role/AmazonEC2ContainerServiceEventsRole": [
    allow(["ecs:RunTask"]),
    {
      ...allow(["iam:PassRole"]),
      conditions: [["StringLike", "iam:PassedToService", ["ecs-tasks.amazonaws.com"]]],
    },
    {
      ...allow(["ecs:TagResource"]),
      conditions: [["StringEquals", "ecs:CreateAction", ["RunTask"]]],
    },
  ],
  AdministratorAccess: all,
  PowerUserAccess: [
    {
      effect: "Allow",
      notActions: ["iam:*", "organizations:*", "account:*"],
      resources: ["*"],
      conditions: [],
    },
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    allow([
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "ecr:Describe*",
      "ecr:List*",
      "ecr:Get*",
    ]),
  ],
  AmazonS3FullAccess: [allow(["s3:*", "s3-object-lambda:*"])],
  AmazonS3ReadOnlyAccess: [
    allow(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"]),
  ],
  AmazonSSMFullAccess: [
    allow([
      "cloudwatch:PutMetricData",
      "ds:*",
      "ec2:DescribeInstanceStatus",
      "logs:*",
      "ssm:*",
      "ec2messages:*",
      "ssmmessages:*",
    ]),
  ],
  AmazonSSMReadOnlyAccess: [allow(["ssm:Describe*", "ssm:Get*", "ssm:List*"])],
  AmazonSSMManagedInstanceCore: [
    allow([
      "ssm:DescribeAssociation",
      "ssm:GetDeployablePatchSnapshotForInstance",
      "ssm:GetDocument",
      "ssm:DescribeDocument",
      "ssm:GetManifest",
      "ssm:GetParameter",
      "ssm:GetParameters",
      "ssm:ListAssociations",
      "ssm:ListInstanceAssociations",
      "ssm:PutInventory",
      "ssm:PutComplianceItems",
      "ssm:PutConfigurePackageResult",
      "ssm:UpdateAssociationStatus",
      "ssm:UpdateInstanceAssociationStatus",
      "ssm:UpdateInstanceInformation",
      "ssmmessages:*",
      "ec2messages:*",
    ]),
  ],
  CloudWatchLogsFullAccess: [allow(["logs:*"])],
};

/**
 * The statements of one of AWS's own policies. One that isn't known here is assumed to allow everything: what it really says can't
 * be held against a program.
 */
export function managedPolicy(arn: string): readonly Statement[] {
  const [, name = ""] = arn.split(":policy/");
  return known[name] ?? all;
}

/** Whether AWS has a policy of this ARN; undefined where that isn't known. */
export function isManagedPolicy(arn: string): boolean | undefined {
  const [, name = ""] = arn.split(":policy/");
  if (known[name]) return true;
  const last = name.split("/").at(-1);
  return Object.keys(known).some((other) => other.split("/").at(-1) === last) ? false : undefined;
}

function allow(actions: string[]): Statement {
  return { effect: "Allow", actions, resources: ["*"], conditions: [] };
}
