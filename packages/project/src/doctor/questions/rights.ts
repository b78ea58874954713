import { ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { allowed } from "../simulate.ts";

/** What an `up` begins with: a handful for each of the services, which policies allow as a whole or not at all. */
const ACTIONS = [
  "ec2:CreateVpc",
  "ec2:AllocateAddress",
  "ec2:CreateNatGateway",
  "elasticloadbalancing:CreateLoadBalancer",
  "rds:CreateDBInstance",
  "elasticache:CreateReplicationGroup",
  "s3:CreateBucket",
  "cloudfront:CreateDistribution",
  "acm:RequestCertificate",
  "route53:ChangeResourceRecordSets",
  "secretsmanager:CreateSecret",
  "ecs:CreateCluster",
  "ecs:RegisterTaskDefinition",
  "dynamodb:CreateTable",
  "ssm:PutParameter",
  "logs:CreateLogGroup",
  "iam:CreateRole",
  "iam:PassRole",
];

export const rights: Question = {
  id: "rights",
  asks: "May the credentials do what an `up` begins with?",
  needs: ["account"],
  async ask(facts) {
    const { arn } = await facts.account();
    const answer = await allowed(await facts.awsAtHome(), arn, ACTIONS);
    const denied = ACTIONS.filter((action) => answer[action] === false);
    if (denied.length === 0) return ok(`all of ${ACTIONS.length} actions that \`up\` begins with`);
    const who = arn.split("/").slice(0, 2).join("/");
    const trouble = {
      why: "`up` would stop in the middle, with what it has made by then: it goes on from there once they may.",
      fix: `Give ${who} these rights, or use the credentials of an administrator.`,
    };
    if (denied.length === ACTIONS.length)
      return problem({ found: "The credentials may do nothing of what `up` begins with.", ...trouble });
    return warning({
      found: `The credentials may not do everything with any resource: ${denied.join(", ")}.`,
      ...trouble,
      fix: `${trouble.fix} Where they may do it with resources of certain names only, as the workflows' roles may, this says nothing.`,
    });
  },
};
