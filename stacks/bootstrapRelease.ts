import { roleOf } from "./bootstrapConfig.ts";
import {
  type Account,
  allow,
  global,
  principal,
  regional,
  rolesOf,
  type Statement,
} from "./bootstrapStatements.ts";
import type { StackName } from "./names.ts";

/**
 * How long a release's credentials last at most, in seconds: as long as a release may take, going back included, with a
 * `timeout` of up to an hour. The workflow [CD] App Update asks for as much.
 */
export const RELEASE_SECONDS = 18_000;

/** What `app-update release` needs for one app, and nothing else. */
export function releaseStatements(account: Account, { stack, name }: StackName): Statement[] {
  const { project } = account;
  const cluster = `${name}-cluster`;
  const ecs = (resource: string) => regional(account, "ecs", resource);
  const families = ecs(`task-definition/${name}-*:*`);
  const tasks = ecs(`task/${cluster}/*`);
  return [
    allow(
      "Look",
      [
        "application-autoscaling:DescribeScalableTargets",
        "ecs:DescribeTaskDefinition",
        "ecs:ListTaskDefinitions",
        "elasticloadbalancing:DescribeTargetHealth",
        "ssm:DescribeParameters",
      ],
      ["*"],
    ),
    allow("Cluster", ["ecs:DescribeClusters"], [ecs(`cluster/${cluster}`)]),
    allow("Services", ["ecs:DescribeServices", "ecs:UpdateService"], [ecs(`service/${cluster}/${name}-*`)]),
    allow("Tasks", ["ecs:DescribeTasks", "ecs:StopTask"], [tasks]),
    {
      ...allow("ListTasks", ["ecs:ListTasks"], ["*"]),
      Condition: { ArnEquals: { "ecs:cluster": ecs(`cluster/${cluster}`) } },
    },
    allow("Run", ["ecs:RunTask"], [families]),
    // AWS accepts no resource but * here.
    allow("Revisions", ["ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition"], ["*"]),
    allow("Tags", ["ecs:TagResource"], [families, tasks]),
    {
      ...allow("Roles", ["iam:PassRole"], rolesOf(account, name)),
      Condition: { StringEquals: { "iam:PassedToService": [principal("ecs-tasks")] } },
    },
    allow(
      "AskBefore",
      ["iam:SimulatePrincipalPolicy"],
      [global(account, "iam", `role/${roleOf(project, "release", stack)}`)],
    ),
    allow(
      "Images",
      ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
      IMAGES.map((image) => regional(account, "ecr", `repository/${project}-${image}`)),
    ),
    allow(
      "Targets",
      ["ssm:GetParameter"],
      [regional(account, "ssm", `parameter/django/${project}/${stack}/*`)],
    ),
    allow("Secrets", ["secretsmanager:DescribeSecret"], [regional(account, "secretsmanager", "secret:*")]),
    allow(
      "Logs",
      ["logs:FilterLogEvents", "logs:GetLogEvents"],
      [regional(account, "logs", `log-group:/ecs/${name}/*`)],
    ),
    allow(
      "Releases",
      ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      [regional(account, "dynamodb", `table/${name}-releases`)],
    ),
  ];
}

/** The images that an app is made of. */
export const IMAGES = ["backend", "frontend"] as const;
