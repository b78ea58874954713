import type { Facts } from "../facts.ts";
import { type Finding, few, NotAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** AWS refuses what was signed at a time that differs by more: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. */
const REFUSED = 5 * MINUTE;
/** The clocks of machines that release may differ by as much. */
const APART = MINUTE;

export const network: Question = {
  id: "network",
  asks: "Does AWS answer, and does the clock of this machine agree with its?",
  needs: ["region"],
  async ask(facts) {
    try {
      const { there, here } = await facts.network();
      return clock(there - here);
    } catch (error) {
      if (!(error instanceof NotAsked)) throw error;
      return unreachable(facts, error.message);
    }
  },
};

function unreachable({ port: { env } }: Facts, reason: string): Finding {
  const proxy = ["HTTPS_PROXY", "https_proxy"].find((name) => env[name]);
  return problem({
    found: `${reason[0]?.toUpperCase()}${reason.slice(1)}.`,
    why: "Nothing that is asked of AWS or DNS was asked.",
    fix:
      proxy === undefined
        ? "Check this machine's network, and whether it needs a proxy."
        : `${proxy} is set: Pulumi goes by it, and this program, like \`release\`, needs a way to AWS without a proxy.`,
  });
}

function clock(ahead: number): Finding {
  const off = Math.abs(ahead);
  const words = `This machine's clock is ${duration(off)} ${ahead > 0 ? "slow" : "fast"}.`;
  const set = {
    fix: "Have the system set its clock by the network.",
    commands: ["sudo timedatectl set-ntp true"],
  };
  if (off > REFUSED)
    return problem({
      found: words,
      why: "AWS refuses what was signed at a time that is off by more than five minutes: every call would fail.",
      ...set,
    });
  if (off > APART)
    return warning({
      found: words,
      why: "Two releases at once could each take the other's lock for an old one; beyond five minutes AWS refuses every call.",
      ...set,
    });
  return ok("AWS answers, and the clocks agree");
}

function duration(milliseconds: number): string {
  return milliseconds < MINUTE * 2
    ? few(Math.round(milliseconds / SECOND), "second")
    : few(Math.round(milliseconds / MINUTE), "minute");
}
