import { NotAsked } from "../finding.ts";
import type { Question } from "../question.ts";
import { increase, isBaseUp, room } from "../quota.ts";

const QUOTA = { service: "rds", code: "L-7B6409FD" };

export const databases: Question = {
  id: "databases",
  asks: "Is there room for another RDS instance?",
  needs: ["stacks", "account"],
  async ask(facts) {
    if ((await facts.stacks()).base === undefined)
      throw new NotAsked("there is no base whose settings can be read");
    const aws = await facts.aws();
    const [{ AccountQuotas = [] }, isUp] = await Promise.all([
      aws("rds.DescribeAccountAttributes", {}),
      isBaseUp(facts),
    ]);
    const { Used: used, Max: limit } =
      AccountQuotas.find(({ AccountQuotaName }) => AccountQuotaName === "DBInstances") ?? {};
    if (used === undefined || limit === undefined)
      throw new NotAsked("RDS doesn't say how many there may be");
    return room({
      thing: "RDS instance",
      things: "RDS instances",
      limit,
      used,
      needed: 1,
      isUp,
      why: "`up` of the base would fail in its first minutes (InstanceQuotaExceeded).",
      fix: "Delete one that nobody uses, or ask for more.",
      commands: [increase(QUOTA, used + 1, await facts.region())],
    });
  },
};
