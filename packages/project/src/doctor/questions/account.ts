import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import { messageOf } from "@ublog/terminal/errors";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

export const account: Question = {
  id: "account",
  asks: "Does AWS accept the credentials, and whose are they?",
  needs: ["network"],
  async ask(facts) {
    try {
      const { account, arn } = await facts.account();
      const region = await facts.region();
      if (/:root$/.test(arn))
        return warning({
          found: `The credentials are the root user's of account ${account}.`,
          why: "They may do everything, also close the account, and can't be limited. Pulumi needs no such rights.",
          fix: "Make a user in IAM Identity Center with the permission set AdministratorAccess, and log in as it.",
          commands: ["aws configure sso"],
        });
      return ok(`${account}, ${region}, as ${arn.split(":").slice(5).join(":")}`);
    } catch (error) {
      if (!(error instanceof NotAsked) || error.cause === undefined) throw error;
      return refused(error.cause, facts);
    }
  },
};

const WHY = "Pulumi uses the same credentials: `up` would stop at its first call.";

function refused(error: unknown, { port: { env } }: Facts): Finding {
  const [line = ""] = messageOf(error).trim().split("\n");
  const message = line.replace(/\.$/, "");
  const profile = env.AWS_PROFILE;
  const login = [`aws sso login${profile ? ` --profile ${profile}` : ""}`];
  if (isAwsError(error, "ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenProviderError"))
    return problem({
      found: `The AWS credentials have expired (${message}).`,
      why: WHY,
      fix: "Log in again.",
      commands: login,
    });
  const missing = /Could not resolve credentials using profile: \[(.*?)\]/.exec(message)?.[1];
  if (missing !== undefined)
    return problem({
      found: `There is no AWS profile ${JSON.stringify(missing)} with credentials.`,
      why: WHY,
      fix: "Set AWS_PROFILE to one of those that there are, or make it.",
      commands: ["aws configure list-profiles", `aws configure sso --profile ${missing}`],
    });
  if (isAwsError(error, "CredentialsProviderError"))
    return problem({
      found: `There are no AWS credentials (${message}).`,
      why: WHY,
      fix: "Log in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
      commands: login,
    });
  return problem({
    found: `AWS doesn't accept the credentials (${message}).`,
    why: WHY,
    fix: "Log in again, or set AWS_PROFILE to another profile. Where AWS_ACCESS_KEY_ID is set, it comes before a profile.",
    commands: login,
  });
}
