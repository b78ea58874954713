import { explain, isDenied } from "../aws/errors.ts";
import type { Aws, InputOf } from "../aws/operations.ts";
import type { DeployTargets } from "../targets.ts";

/** What a release does that needs a permission, and on what. Reads aren't listed: they show by themselves whether they are allowed. */
interface Need {
  actions: string[];
  resources: string[];
  context?: InputOf<"iam.SimulatePrincipalPolicy">["ContextEntries"];
}

function needs(targets: DeployTargets, account: string, roles: string[]): Need[] {
  const arn = (service: string, resource: string) =>
    `arn:${partition(targets.region)}:${service}:${targets.region}:${account}:${resource}`;
  const families = [targets.update, ...targets.services, ...targets.scheduled].map((task) => task.family);
  const all: Need[] = [
    {
      actions: ["ecs:UpdateService"],
      resources: targets.services.map((service) =>
        arn("ecs", `service/${targets.cluster}/${service.service}`),
      ),
    },
    { actions: ["ecs:RegisterTaskDefinition", "ecs:DeregisterTaskDefinition"], resources: ["*"] },
    {
      actions: ["ecs:TagResource"],
      resources: families.map((family) => arn("ecs", `task-definition/${family}:*`)),
    },
    { actions: ["ecs:RunTask"], resources: [arn("ecs", `task-definition/${targets.update.family}:*`)] },
    { actions: ["ecs:StopTask"], resources: [arn("ecs", `task/${targets.cluster}/*`)] },
    {
      actions: ["iam:PassRole"],
      resources: roles,
      context: [
        {
          ContextKeyName: "iam:PassedToService",
          ContextKeyType: "string",
          ContextKeyValues: ["ecs-tasks.amazonaws.com"],
        },
      ],
    },
    {
      actions: ["logs:GetLogEvents"],
      resources: [arn("logs", `log-group:${targets.update.logGroup}:log-stream:*`)],
    },
    {
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [arn("dynamodb", `table/${targets.releaseTable}`)],
    },
  ];
  return all.filter((need) => need.resources.length > 0);
}

/**
 * Asks IAM whether the credentials may do what a release does, before it does any of it. Where they may not even ask, that
 * is a remark: the release then finds out.
 */
export async function checkPermissions(
  aws: Aws,
  targets: DeployTargets,
  roles: string[],
): Promise<{ problems: string[]; remarks: string[] }> {
  try {
    const { Arn: caller = "", Account: account = "" } = await aws("sts.GetCallerIdentity", {});
    const principal = policySource(caller);
    if (principal === undefined)
      return { problems: [], remarks: [`Permissions of ${caller} can't be simulated.`] };
    const answers = await Promise.all(
      needs(targets, account, roles).map((need) =>
        aws("iam.SimulatePrincipalPolicy", {
          PolicySourceArn: principal,
          ActionNames: need.actions,
          ResourceArns: need.resources,
          ContextEntries: need.context,
          MaxItems: 1000,
        }),
      ),
    );
    const denied = answers
      .flatMap((answer) => answer.EvaluationResults ?? [])
      .filter((result) => result.EvalDecision !== "allowed");
    return {
      problems: denied.map(
        (result) =>
          `${principal} may not ${result.EvalActionName} on ${result.EvalResourceName ?? "*"}: add it to its policy.`,
      ),
      remarks: [],
    };
  } catch (error) {
    const why = isDenied(error) ? "iam:SimulatePrincipalPolicy isn't allowed." : explain(error);
    return { problems: [], remarks: [`Permissions weren't checked ahead: ${why}`] };
  }
}

/** The user or role behind a caller: IAM simulates these, not the session of a role. */
export function policySource(caller: string): string | undefined {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(caller);
  if (session) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
  return caller.includes(":user/") ? caller : undefined;
}

function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
