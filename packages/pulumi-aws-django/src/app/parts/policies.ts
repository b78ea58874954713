import type * as aws from "@pulumi/aws";
import type { PermissionStatementArgs } from "../args.ts";
import type { MountedFileSystem } from "../plan/volumes.ts";

/** A statement of a policy document, with all values known. */
export type Statement = aws.iam.PolicyStatement;

/** What is known about an app when its policies are written. All values are resolved. */
export interface PolicyFacts {
  app: string;
  partition: string;
  region: string;
  accountId: string;
}

/** What ECS does for the tasks before they start: log in to the registry, pull images, read secrets, write logs. */
export function executionStatements(
  facts: PolicyFacts,
  repositories: readonly string[],
  secretReferences: readonly string[],
  kmsKeyArn?: string,
): Statement[] {
  const { app, partition, region, accountId } = facts;
  const registry = unique(repositories.flatMap((repository) => repositoryArn(partition, repository) ?? []));
  const sources = unique(secretReferences.map(secretArn));
  const secrets = sources.filter((arn) => arn.split(":")[2] === "secretsmanager");
  const parameters = sources.filter((arn) => arn.split(":")[2] === "ssm");
  return [
    ...(registry.length === 0
      ? []
      : [
          // AWS accepts no resource but * here: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
          allow("Login", ["ecr:GetAuthorizationToken"], ["*"]),
          allow(
            "Images",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            registry,
          ),
        ]),
    ...(secrets.length === 0 ? [] : [allow("Secrets", ["secretsmanager:GetSecretValue"], secrets)]),
    ...(secrets.length === 0
      ? []
      : keyStatements("SecretsKey", ["kms:Decrypt"], kmsKeyArn, "secretsmanager")),
    ...(parameters.length === 0 ? [] : [allow("Parameters", ["ssm:GetParameters"], parameters)]),
    allow(
      "Logs",
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [`arn:${partition}:logs:${region}:${accountId}:log-group:/ecs/${app}/*`],
    ),
  ];
}

/** What the app's own code may do in AWS. */
export interface TaskRights {
  app: string;
  bucketArn: string;
  /** ARN of the SES identity that it may send as. */
  mailIdentityArn?: string;
  /** ARNs of the secrets with the database's credentials, where images read them themselves. */
  databaseSecretArns?: readonly string[];
  /** ARN of the base's own key, which the bucket and the secret are encrypted with. */
  kmsKeyArn?: string;
  /** Whether ECS Exec is on. */
  exec: boolean;
  /** ARN of the app's tasks, whose protection the code may change. */
  tasksArn?: string;
}

/** The app's own part of the bucket, mail and shells. */
export function backendStatements(rights: TaskRights): Statement[] {
  const { app, bucketArn, mailIdentityArn, databaseSecretArns = [], kmsKeyArn } = rights;
  return [
    allow(
      "Files",
      ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [`${bucketArn}/${app}/*`],
    ),
    // Also what makes S3 answer a HEAD of a key that isn't there with 404 and not with 403: it takes the key as the prefix then
    // (https://github.com/ceph/ceph/pull/68577). django-storages asks so before it writes a file.
    {
      ...allow("ListFiles", ["s3:ListBucket"], [bucketArn]),
      Condition: { StringLike: { "s3:prefix": [app, `${app}/*`] } },
    },
    ...keyStatements("FilesKey", ["kms:Decrypt", "kms:GenerateDataKey"], kmsKeyArn, "s3"),
    ...(mailIdentityArn === undefined
      ? []
      : [
          allow("Mail", ["ses:SendEmail", "ses:SendRawEmail"], [mailIdentityArn]),
          // django-ses asks how fast it may send. AWS allows no resource but * here:
          // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
          allow("MailQuota", ["ses:GetSendQuota"], ["*"]),
        ]),
    ...(databaseSecretArns.length === 0
      ? []
      : [
          allow("DatabaseSecret", ["secretsmanager:GetSecretValue"], unique(databaseSecretArns)),
          ...keyStatements("DatabaseSecretKey", ["kms:Decrypt"], kmsKeyArn, "secretsmanager"),
        ]),
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
    ...(rights.tasksArn === undefined
      ? []
      : [allow("ProtectTasks", ["ecs:UpdateTaskProtection"], [rights.tasksArn])]),
    ...execStatements(rights.exec),
  ];
}

/**
 * The base's own key, where it has one, through one service only.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function keyStatements(
  sid: string,
  actions: string[],
  kmsKeyArn: string | undefined,
  service: string,
): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const [, partition, , region] = kmsKeyArn.split(":");
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return [
    {
      ...allow(sid, actions, [kmsKeyArn]),
      Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.${domain}` } },
    },
  ];
}

/**
 * Mounting file systems, and through their access points only where they have one. Not as their root user.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function fileSystemStatements(
  { partition, region, accountId }: PolicyFacts,
  fileSystems: readonly MountedFileSystem[],
): Statement[] {
  const arn = (part: string) => `arn:${partition}:elasticfilesystem:${region}:${accountId}:${part}`;
  return fileSystems.map(({ id, accessPointId, readOnly }) => ({
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", ...(readOnly ? [] : ["elasticfilesystem:ClientWrite"])],
    Resource: [arn(`file-system/${id}`)],
    ...(accessPointId === undefined
      ? {}
      : {
          Condition: {
            StringEquals: { "elasticfilesystem:AccessPointArn": arn(`access-point/${accessPointId}`) },
          },
        }),
  }));
}

/** What ECS Exec needs. The channels have no ARN: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export function execStatements(exec: boolean): Statement[] {
  if (!exec) return [];
  const actions = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];
  return [
    allow(
      "Shell",
      actions.map((action) => `ssmmessages:${action}`),
      ["*"],
    ),
  ];
}

/** Starting the tasks of scheduled commands, and nothing else. */
export function schedulerStatements(
  clusterArn: string,
  familyArns: readonly string[],
  roleArns: readonly string[],
): Statement[] {
  return [
    {
      ...allow(
        "Run",
        ["ecs:RunTask"],
        familyArns.flatMap((arn) => [arn, `${arn}:*`]),
      ),
      Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
    },
    {
      ...allow("Roles", ["iam:PassRole"], unique(roleArns)),
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}

/** The user's own statement. */
export function ownStatement({ actions, resources, conditions = [] }: PermissionStatementArgs): Statement {
  const condition: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of conditions) {
    condition[test] = { ...condition[test], [variable]: values };
  }
  return {
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions.length === 0 ? {} : { Condition: condition as Statement["Condition"] }),
  };
}

/** The ARN of a repository in ECR; undefined for one elsewhere. */
export function repositoryArn(partition: string, repository: string): string | undefined {
  const [, account, region, name] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(.+)$/.exec(repository) ?? [];
  return account === undefined ? undefined : `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
}

/** The ARN of the secret or parameter in what ECS reads a variable from: `<arn>:<json key>:<stage>:<version>` for a secret. */
export function secretArn(reference: string): string {
  const parts = reference.split(":");
  return parts[2] === "secretsmanager" ? parts.slice(0, 7).join(":") : reference;
}

function allow(sid: string, actions: string[], resources: string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
