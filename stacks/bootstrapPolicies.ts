import {
  type Account,
  allow,
  deny,
  global,
  principal,
  regional,
  rolesOf,
  type Statement,
} from "./bootstrapStatements.ts";
import type { StackName } from "./names.ts";
import { OWN_BUCKETS, settingReads } from "./previewReads.ts";

const PROVIDER = "token.actions.githubusercontent.com";

/** Where Pulumi keeps its state, when it is in a bucket. */
export interface StateStore {
  bucketArn: string;
  keyArn: string;
}

/**
 * Trusts jobs of GitHub Actions with these subjects, word for word, and where a branch is given only runs of that branch.
 *
 * The subject of a job with an environment has no branch in it, and GitHub makes an environment that a job names and nobody made,
 * without any rules. So the branch is checked separately: AWS knows it since 2026 as the condition key `ref`, in its own partition
 * (https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims). A run that is called
 * by another workflow has the caller's repository and branch in both.
 */
export function trustStatement(providerArn: string, subjects: string[], branch?: string): Statement {
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${PROVIDER}:aud`]: "sts.amazonaws.com",
        [`${PROVIDER}:sub`]: subjects,
        ...(branch === undefined ? {} : { [`${PROVIDER}:ref`]: `refs/heads/${branch}` }),
      },
    },
  };
}

/** Trusts jobs of GitHub Actions whose subject fits a pattern, in which `*` is anything: runs of git tags. */
export function trustLike(providerArn: string, subject: string): Statement {
  const exact = trustStatement(providerArn, []);
  return {
    ...exact,
    Condition: {
      StringEquals: { [`${PROVIDER}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${PROVIDER}:sub`]: subject },
    },
  };
}

/**
 * What the preview role may read: the settings of what the stacks are made of, and their state. Pull requests run code with this role,
 * so it has a list of its own and no policy of AWS's, which count much data among what is read. The values of the stacks' own secrets
 * and parameters are in Pulumi's state, which every preview reads; a look for drift compares them.
 */
export function previewStatements(
  account: Account,
  stacks: readonly StackName[],
  state?: StateStore,
): Statement[] {
  const each = (arnOf: (stack: StackName) => string) => stacks.map(arnOf);
  const buckets = each(({ name }) => `arn:${account.partition}:s3:::${name}-*`);
  const stateBuckets = state === undefined ? [] : [state.bucketArn];
  return [
    allow("Settings", settingReads(), ["*"]),
    allow("Buckets", [...OWN_BUCKETS], [...buckets, ...stateBuckets]),
    allow(
      "Parameters",
      ["ssm:GetParameter", "ssm:GetParameters"],
      each(({ stack }) => regional(account, "ssm", `parameter/django/${account.project}/${stack}/*`)),
    ),
    allow(
      "Secrets",
      ["secretsmanager:GetSecretValue"],
      each(({ name }) => regional(account, "secretsmanager", `secret:${name}-*`)),
    ),
    keysThrough(account, ["kms:Decrypt"], ["secretsmanager"]),
    ...(state === undefined
      ? []
      : [
          allow("State", ["s3:GetObject", "s3:ListBucket"], [state.bucketArn, `${state.bucketArn}/*`]),
          allow("StateKey", ["kms:Decrypt"], [state.keyArn]),
        ]),
  ];
}

/** Services whose resources can't be distinguished by name, or have no name before they are made. */
const SERVICES = [
  "acm",
  "application-autoscaling",
  "cloudfront",
  "cloudwatch",
  "ec2",
  "ecs",
  "elasticache",
  "elasticloadbalancing",
  "logs",
  "rds",
  "route53",
  "scheduler",
  "servicediscovery",
  "ses",
];

/** Services that a role made by a stack may be given to. */
const ROLE_USERS = ["ecs-tasks", "scheduler", "vpc-flow-logs"];

/** Services that make a role of their own the first time somebody uses them. */
const SERVICE_LINKED = ["ecs", "ecs.application-autoscaling", "elasticache", "elasticloadbalancing", "rds"];

/**
 * What the workflows need to change one stack. It can make roles, so it is as good as an administrator of the account: what keeps
 * it in bounds is who may approve a deployment to the environment, and that only the workflow's jobs for that environment get it.
 */
export function deployStatements(
  account: Account,
  { stack, name }: StackName,
  state?: StateStore,
): Statement[] {
  const { project, partition } = account;
  const own = (service: string, resource: string) => regional(account, service, resource);
  const roles = rolesOf(account, name);
  return [
    allow(
      "Services",
      SERVICES.map((service) => `${service}:*`),
      ["*"],
    ),
    allow("Buckets", ["s3:*"], [`arn:${partition}:s3:::${name}-*`]),
    allow("Tables", ["dynamodb:*"], [own("dynamodb", `table/${name}-*`)]),
    allow("Secrets", ["secretsmanager:*"], [own("secretsmanager", `secret:${name}-*`)]),
    keysThrough(
      account,
      ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
      ["elasticache", "rds", "secretsmanager"],
    ),
    allow("Topics", ["sns:*"], [own("sns", `${name}-*`)]),
    // AWS accepts no resource but * here: a subscription isn't one.
    allow(
      "Subscriptions",
      ["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
      ["*"],
    ),
    // Of web ACLs, which somebody else makes, which one a load balancer or CloudFront has.
    allow(
      "WebAcls",
      ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource"],
      ["*"],
    ),
    allow(
      "Parameters",
      ["ssm:*Parameter*", "ssm:*Tags*"],
      [own("ssm", `parameter/django/${project}/${stack}/*`)],
    ),
    allow(
      "Look",
      [
        "ecr:Describe*",
        "iam:ListRoles",
        "secretsmanager:GetRandomPassword",
        "sns:List*",
        "ssm:DescribeParameters",
      ],
      ["*"],
    ),
    allow(
      "Roles",
      [
        "iam:*Role",
        "iam:*RolePolicy",
        "iam:*RolePolicies",
        "iam:*RolePermissionsBoundary",
        "iam:*RoleTags",
        "iam:UpdateAssumeRolePolicy",
        "iam:ListInstanceProfilesForRole",
      ],
      roles,
    ),
    {
      ...allow(
        "ServiceRoles",
        ["iam:CreateServiceLinkedRole"],
        [global(account, "iam", "role/aws-service-role/*")],
      ),
      Condition: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED.map(principal) } },
    },
    {
      ...deny("RolesElsewhere", ["iam:PassRole"]),
      Condition: { StringNotEquals: { "iam:PassedToService": ROLE_USERS.map(principal) } },
    },
    { ...deny("Pipelines", ["iam:*"]), Resource: pipelineArns(account, project) },
    ...(state === undefined ? [] : ownState(account, stack, state)),
  ];
}

/**
 * A base may have a key that somebody else made (`kmsKeyArn`). AWS's services use it for whoever asks them for something that is
 * encrypted with it: never directly, and so for nothing else.
 */
function keysThrough(account: Account, actions: string[], services: string[]): Statement {
  const through = services.map((service) => `${service}.${account.region}.amazonaws.com`);
  return { ...allow("Keys", actions, ["*"]), Condition: { StringEquals: { "kms:ViaService": through } } };
}

/** Reads the state of all stacks, because apps read their base's, and writes its own. */
function ownState({ project }: Account, stack: string, { bucketArn, keyArn }: StateStore): Statement[] {
  return [
    allow("State", ["s3:GetObject", "s3:ListBucket"], [bucketArn, `${bucketArn}/*`]),
    allow(
      "OwnState",
      ["s3:DeleteObject", "s3:PutObject"],
      stateKeys(project, stack).map((key) => `${bucketArn}/${key}`),
    ),
    allow("StateKey", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [keyArn]),
  ];
}

/** The objects that Pulumi writes for a stack in a bucket. */
export function stateKeys(project: string, stack: string): string[] {
  return [
    `.pulumi/stacks/${project}/${stack}.json*`,
    `.pulumi/backups/${project}/${stack}/*`,
    `.pulumi/history/${project}/${stack}/*`,
    `.pulumi/locks/organization/${project}/${stack}/*`,
  ];
}

function pipelineArns(account: Account, project: string): string[] {
  return [
    ...["preview", "images", "deploy-*", "release-*"].map((role) =>
      global(account, "iam", `role/${project}-${role}`),
    ),
    global(account, "iam", `oidc-provider/${PROVIDER}`),
  ];
}
