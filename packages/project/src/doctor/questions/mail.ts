import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import type { Facts } from "../facts.ts";
import { type Finding, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

export const mail: Question = {
  id: "mail",
  asks: "May the account send mail to anybody, and is the domain verified (SES)?",
  needs: ["stacks", "mail", "account"],
  async ask(facts) {
    const { domain } = await facts.mail();
    const findings = [...(await accountFindings(facts)), ...(await identityFindings(facts, domain))];
    return findings.length > 0 ? findings : ok(`${domain} may send mail`);
  },
};

async function accountFindings(facts: Facts): Promise<Finding[]> {
  const aws = await facts.aws();
  const region = await facts.region();
  const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus } = await aws("ses.GetAccount", {});
  const findings: Finding[] = [];
  if (SendingEnabled === false || EnforcementStatus === "SHUTDOWN")
    findings.push(
      problem({
        found: `SES is paused for this account in ${region}${EnforcementStatus ? ` (${EnforcementStatus})` : ""}.`,
        why: "Every mail of the apps is refused: pages that send one answer with an error.",
        fix: "Read what AWS has written about it, answer, and turn sending on.",
        commands: [`aws sesv2 put-account-sending-attributes --sending-enabled --region ${region}`],
      }),
    );
  if (ProductionAccessEnabled !== true)
    findings.push(
      warning({
        found: `SES is in its sandbox in ${region}.`,
        why: "It sends to verified addresses only, 200 mails a day: mail to anybody else is refused, and a page that sends it answers with an error.",
        fix: "Ask AWS for production access. The answer takes about a day.",
        commands: [
          `aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://YOUR.DOMAIN --region ${region}`,
        ],
      }),
    );
  return findings;
}

async function identityFindings(facts: Facts, domain: string): Promise<Finding[]> {
  const aws = await facts.aws();
  try {
    const { VerifiedForSendingStatus, DkimAttributes } = await aws("ses.GetEmailIdentity", {
      EmailIdentity: domain,
    });
    const dkim = DkimAttributes?.Status ?? "NOT_STARTED";
    if (VerifiedForSendingStatus === true && dkim === "SUCCESS") return [];
    const told = dkim === "PENDING" ? warning : problem;
    const { base } = await facts.stacks();
    return [
      told({
        found: `${domain} isn't ready to send mail: ${VerifiedForSendingStatus === true ? "verified" : "not verified"}, DKIM ${dkim}.`,
        why: "SES refuses mail of a domain that isn't verified, and receivers take unsigned mail for spam.",
        fix:
          dkim === "PENDING"
            ? "AWS looks for the records for up to 72 hours. See `delegation`: it looks in public DNS."
            : "The base makes the records: bring it up again.",
        ...(dkim === "PENDING" ? {} : { commands: [`pulumi up --stack ${base?.stack}`] }),
      }),
    ];
  } catch (error) {
    // The base makes it.
    if (isAwsError(error, "NotFoundException")) return [];
    throw error;
  }
}
