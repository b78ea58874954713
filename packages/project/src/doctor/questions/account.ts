import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import { messageOf } from "@ublog/terminal/errors";
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
      return refused(error.cause, await facts.profile());
    }
  },
};

const WHY = "Pulumi uses the same credentials: `up` would stop at its first call.";

function refused(error: unknown, profile: string | undefined): Finding {
  const [line = ""] = messageOf(error).trim().split("\n");
  const message = line.replace(/\.$/, "");
  const login = [`aws sso login${profile ? ` --profile ${profile}` : ""}`];
  if (isAwsError(error, "ExpiredTokenException", "ExpiredToken", "RequestExpired", "TokenProviderError"))
    return problem({
      found: `The AWS credentials have expired (${message}).`,
      why: WHY,
      fix: "Log in again.",
      commands: login,
    });
  if (isAwsError(error, "CredentialsProviderError"))
    return profile === undefined
      ? problem({
          found: `There are no AWS credentials (${message}).`,
          why: WHY,
          fix: "Log in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
          commands: login,
        })
      : problem({
          found: `The AWS profile ${JSON.stringify(profile)} gives no credentials (${message}).`,
          why: WHY,
          fix: "Log in with it. Where it isn't among those that there are, set AWS_PROFILE to another, or make it.",
          commands: [...login, "aws configure list-profiles", `aws configure sso --profile ${profile}`],
        });
  return problem({
    found: `AWS doesn't accept the credentials (${message}).`,
    why: WHY,
    fix: "Log in again, or set AWS_PROFILE to another profile. Where AWS_ACCESS_KEY_ID is set, it comes before a profile.",
    commands: login,
  });
}
