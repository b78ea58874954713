import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError } from "../../shared/errors.ts";
import { policyJson, trustPolicyJson } from "../../shared/iam.ts";
import type { AppImage, PermissionArgs } from "../args.ts";
import type { AppContext } from "../context.ts";
import { clusterName } from "../names.ts";
import type { Image } from "../plan/images.ts";
import { has } from "../plan/parts.ts";
import type { AppSettings, Processes } from "../plan/processes.ts";
import { repositoryOf, sidecarReferences } from "../plan/sidecars.ts";
import { fileSystemsOf, type MountedFileSystem } from "../plan/volumes.ts";
import type { Database } from "./database.ts";
import {
  backendStatements,
  execStatements,
  executionStatements,
  fileSystemStatements,
  ownStatement,
  type Statement,
} from "./policies.ts";

/** The roles of an app's tasks. */
export interface Roles {
  /** What ECS does for the tasks. */
  executionArn: pulumi.Output<string>;
  executionName: pulumi.Output<string>;
  /** What the code of each image may do. */
  taskArns: Record<AppImage, pulumi.Output<string>>;
  taskNames: Record<AppImage, pulumi.Output<string>>;
  /** The policies of the roles. Services depend on them, so that their tasks keep their rights until they are gone. */
  policies: aws.iam.RolePolicy[];
}

/** What the tasks of an app read, pull and mount, as its roles need to know it. */
export function roleArgs(
  args: AppSettings,
  processes: Processes,
  {
    images,
    secretReferences,
    database,
  }: {
    images: Partial<Record<AppImage, Image>>;
    secretReferences: pulumi.Input<string>[];
    database: Database;
  },
): RoleArgs {
  return {
    repositories: [
      ...Object.values(images).map(({ repository }) => repository),
      ...[...Object.values(args.sidecars ?? {}), ...(database.container ? [database.container] : [])].map(
        ({ image }) => pulumi.output(image).apply(repositoryOf),
      ),
    ],
    secretReferences: [
      ...secretReferences,
      ...sidecarReferences(args),
      ...Object.values(images).flatMap(({ credentialsArn }) => credentialsArn ?? []),
    ],
    fileSystems: fileSystemsOf(args, processes),
    exec: args.exec ?? true,
    kit: args.django?.kit === true,
    mail: has("mail", args),
    frontend: images.frontend !== undefined,
    permissions: args.permissions ?? {},
    databaseSecretArns: [database.loginArn, database.access.secretArn],
  };
}

/** What the roles of an app depend on. */
export interface RoleArgs {
  repositories: pulumi.Input<string>[];
  /** What ECS reads the secrets of all processes from. */
  secretReferences: pulumi.Input<string>[];
  exec: boolean;
  /** Whether the code may protect its tasks from being stopped, as django-ecs-kit does. */
  kit: boolean;
  /** Whether the app may send mail, where the base has any. */
  mail: boolean;
  /** The file systems that tasks on each image mount. */
  fileSystems: Record<AppImage, pulumi.Input<MountedFileSystem>[]>;
  /** Whether there is a Nuxt server, which gets a role of its own with almost no rights. */
  frontend: boolean;
  permissions: PermissionArgs;
  /** ARNs of the secrets with the app's login to its database: its own, and the one that its processes use. */
  databaseSecretArns: pulumi.Input<string>[];
}

/**
 * The most characters that all inline policies of a role may have together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_POLICY_CHARACTERS = 10_240;

/** Makes the roles that the app's tasks run with. */
export function makeRoles(args: RoleArgs, context: AppContext): Roles {
  const { app, base, partition, region, accountId, kmsKeyArn, former } = context;
  const { permissions, exec } = args;
  const trust = trustPolicyJson("ecs-tasks.amazonaws.com", {
    accountId,
    sourceArn: pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:*`,
  });
  const mounting = (image: AppImage) =>
    args.fileSystems[image].length === 0
      ? []
      : [
          pulumi
            .all([partition, region, accountId, args.fileSystems[image]])
            .apply(([p, r, a, fileSystems]) =>
              fileSystemStatements({ app, partition: p, region: r, accountId: a }, fileSystems),
            ),
        ];
  const execution = makeRole(
    {
      part: "execution",
      trust,
      permissions,
      statements: [
        pulumi
          .all([partition, region, accountId, args.repositories, args.secretReferences, kmsKeyArn])
          .apply(([p, r, a, repositories, references, key]) =>
            executionStatements(
              { app, partition: p, region: r, accountId: a },
              repositories,
              references,
              key,
            ),
          ),
        ...(permissions.execution ?? []).map((own) => [ownStatement(own)]),
      ],
      former: { role: former.executionRole, policy: former.executionPolicy },
    },
    context,
  );
  const backend = makeRole(
    {
      part: "task",
      trust,
      permissions,
      statements: [
        pulumi
          .all([
            base.get((b) => b.assets.bucketArn),
            args.mail ? base.get<string | undefined>((b) => b.mail?.identityArn) : undefined,
            permissions.databaseSecret ? pulumi.all(args.databaseSecretArns) : [],
            kmsKeyArn,
            args.kit
              ? pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:task/${clusterName(app)}/*`
              : undefined,
          ])
          .apply(([bucketArn, mailIdentityArn, databaseSecretArns, kmsKeyArn, tasksArn]) =>
            backendStatements({
              app,
              bucketArn,
              mailIdentityArn,
              databaseSecretArns,
              kmsKeyArn,
              tasksArn,
              exec,
            }),
          ),
        ...mounting("backend"),
        ...(permissions.task ?? []).map((own) => [ownStatement(own)]),
      ],
      former: { role: former.taskRole, policy: former.taskPolicy },
    },
    context,
  );
  const ofFrontend = [...(exec ? [execStatements(exec)] : []), ...mounting("frontend")];
  const frontend = args.frontend
    ? makeRole({ part: "frontend-task", trust, permissions, statements: ofFrontend }, context)
    : backend;
  return {
    executionArn: execution.role.arn,
    executionName: execution.role.name,
    taskArns: { backend: backend.role.arn, frontend: frontend.role.arn },
    taskNames: { backend: backend.role.name, frontend: frontend.role.name },
    policies: [...new Set([execution.policy, backend.policy, frontend.policy])].filter(
      (p) => p !== undefined,
    ),
  };
}

/** One role: who may assume it, and what it may do. */
interface RoleSpec {
  /** End of its name. */
  part: string;
  trust: pulumi.Output<string>;
  permissions: PermissionArgs;
  /** Groups of statements. Without any there is no policy: AWS refuses an empty one. */
  statements: pulumi.Input<pulumi.Input<Statement>[]>[];
  former?: { role: pulumi.CustomResourceOptions; policy: pulumi.CustomResourceOptions };
}

interface Role {
  role: aws.iam.Role;
  policy?: aws.iam.RolePolicy;
}

/** Makes a role and its policy. */
export function makeRole(
  { part, trust, permissions, statements, former = { role: {}, policy: {} } }: RoleSpec,
  { app, opts }: AppContext,
): Role {
  const name = `${app}-${part}`;
  const role = new aws.iam.Role(
    name,
    { assumeRolePolicy: trust, permissionsBoundary: permissions.boundaryArn },
    pulumi.mergeOptions(opts, former.role),
  );
  if (statements.length === 0) return { role };
  const policy = new aws.iam.RolePolicy(
    name,
    { role: role.name, policy: policyOf(part, statements) },
    pulumi.mergeOptions(opts, former.policy),
  );
  return { role, policy };
}

function policyOf(
  part: string,
  statements: pulumi.Input<pulumi.Input<Statement>[]>[],
): pulumi.Output<string> {
  const all = pulumi.all(statements).apply((groups) => groups.flat() as Statement[]);
  return policyJson(all).apply((json) => policyWithinLimit(part, json));
}

/** The policy of a role, unless IAM would refuse it. */
export function policyWithinLimit(part: string, json: string): string {
  if (json.length <= MAX_POLICY_CHARACTERS) return json;
  const reason = `makes a policy of ${json.length} characters for the ${part} role, and IAM takes ${MAX_POLICY_CHARACTERS}. Put several values into one JSON secret and name its keys (\`<arn>:<key>::\`), or allow fewer things.`;
  throw new ArgumentsError("DjangoApp", [{ path: "secrets", reason }]);
}
