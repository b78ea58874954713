import { NotAsked, ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";

export const baseAccount: Question = {
  id: "base-account",
  asks: "Are the credentials of the account that the base is in?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { base } = await facts.stacks();
    const contract = (await facts.base())?.contract as { accountId?: string; region?: string } | undefined;
    if (base === undefined || contract === undefined) throw new NotAsked("no base is up yet");
    const { account } = await facts.account();
    if (contract.accountId !== account)
      return problem({
        found: `The base is in account ${contract.accountId}, and the credentials are of ${account}.`,
        why: "An `up` of an app would refuse them; one of the base would make everything anew in the other account.",
        fix: `Log in to account ${contract.accountId}, or set AWS_PROFILE to one of its profiles.`,
        commands: ["aws configure list-profiles"],
      });
    return ok(`${base.stack} is in account ${account}`);
  },
};
