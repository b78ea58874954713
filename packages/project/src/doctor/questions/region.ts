import { ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";
import { home } from "../regions.ts";

export const region: Question = {
  id: "region",
  asks: "Is the region turned on for the account?",
  needs: ["account"],
  async ask(facts) {
    const name = await facts.region();
    const aws = await facts.awsAtHome();
    const { Regions = [] } = await aws("ec2.DescribeRegions", { AllRegions: true });
    const found = Regions.find(({ RegionName }) => RegionName === name);
    if (found === undefined)
      return problem({
        found: `${home(name).region} knows no region ${JSON.stringify(name)}.`,
        why: "`up` would stop at its first call.",
        fix: "Write the name of a region into the stack files (aws:region).",
        commands: ["aws ec2 describe-regions --query 'Regions[].RegionName'"],
      });
    if (found.OptInStatus === "not-opted-in")
      return problem({
        found: `The region ${name} is turned off for this account.`,
        why: "AWS takes the credentials for invalid there: `up` would stop at its first call.",
        fix: "Turn it on, which takes some minutes, or write another region into the stack files (aws:region).",
        commands: [`aws account enable-region --region-name ${name}`],
      });
    return ok(`${name} is turned on`);
  },
};
