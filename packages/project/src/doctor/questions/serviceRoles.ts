import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import type { Facts } from "../facts.ts";
import { type Finding, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { allowed } from "../simulate.ts";

/** Roles that AWS's services act in, by the name of the service that makes them. */
const ROLES: Readonly<Record<string, string>> = {
  "ecs.amazonaws.com": "AWSServiceRoleForECS",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
  "rds.amazonaws.com": "AWSServiceRoleForRDS",
  "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
};

/** Only where services are scaled. */
const SCALING = {
  "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
};

/** The one that AWS makes too late: the call that has it made may fail because it isn't there yet. */
const LATE = "ecs.amazonaws.com";

export const serviceRoles: Question = {
  id: "service-roles",
  asks: "Are the service-linked roles there that a new account lacks, or may they be made?",
  needs: ["account"],
  async ask(facts) {
    const wanted: Readonly<Record<string, string>> = {
      ...ROLES,
      ...((await isScaled(facts)) ? SCALING : {}),
    };
    const services = Object.keys(wanted);
    const there = await Promise.all(services.map((service) => isThere(facts, wanted[service] ?? "")));
    const absent = services.filter((_, at) => !there[at]);
    if (absent.length === 0) return ok(`all ${services.length} are there`);
    return (await withoutRight(facts, absent)) ?? atFirstUse(absent);
  },
};

const commandsFor = (services: readonly string[]) =>
  services.map((service) => `aws iam create-service-linked-role --aws-service-name ${service}`);

async function withoutRight(facts: Facts, absent: readonly string[]): Promise<Finding | undefined> {
  const { arn } = await facts.account();
  const answer = await allowed(await facts.awsAtHome(), arn, ["iam:CreateServiceLinkedRole"]).catch(
    () => undefined,
  );
  if (answer?.["iam:CreateServiceLinkedRole"] !== false) return undefined;
  return problem({
    found: `The account lacks the service-linked roles of ${absent.join(", ")}, and the credentials may not make them (iam:CreateServiceLinkedRole).`,
    why: "AWS makes each at its first use, with the rights of whoever uses it: `up` would fail after some minutes.",
    fix: "Have somebody with the rights of an administrator make them.",
    commands: commandsFor(absent),
  });
}

function atFirstUse(absent: readonly string[]): Finding {
  if (!absent.includes(LATE)) return ok(`AWS makes those of ${absent.join(", ")} at their first use`);
  return warning({
    found: `The account has no service-linked role of ${LATE} yet.`,
    why: "AWS makes it at the first use, often too late for that call: the first `up` of an app would fail (“Unable to assume the service linked role”), and the second go well.",
    fix: "Make it beforehand.",
    commands: commandsFor([LATE]),
  });
}

async function isThere(facts: Facts, role: string): Promise<boolean> {
  const aws = await facts.awsAtHome();
  try {
    await aws("iam.GetRole", { RoleName: role });
    return true;
  } catch (error) {
    if (isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) return false;
    throw error;
  }
}

/** Whether a service of an app is scaled. Without stack files nobody knows, and it is taken to be none. */
async function isScaled(facts: Facts): Promise<boolean> {
  const { apps } = await facts.stacks().catch(() => ({ apps: [] }));
  return apps.some(({ config: { args } }) =>
    [
      args.gunicorn,
      args.frontend,
      ...Object.values(args.workers ?? {}),
      ...Object.values(args.services ?? {}),
    ].some(
      (process) =>
        process?.scaling?.schedules !== undefined ||
        (process?.scaling?.max ?? 0) > (process?.scaling?.min ?? 1),
    ),
  );
}
