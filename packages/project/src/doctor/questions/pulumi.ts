import { type Finding, NotAsked, ok, problem } from "../finding.ts";
import type { Port } from "../port.ts";
import type { Question } from "../question.ts";
import { isOlder, versionIn } from "../versions.ts";

/** The oldest CLI that the programs were tried with. */
const NEEDED = "3.259";

export const pulumi: Question = {
  id: "pulumi",
  asks: `Is the Pulumi CLI there, new enough (${NEEDED} or later) and logged in?`,
  needs: [],
  async ask({ port }) {
    const ran = await port.run("pulumi", ["version"]);
    const version = ran && versionIn(ran.stdout);
    const why = "Nothing can be brought up without it.";
    if (version === undefined)
      return problem({
        found: "There is no Pulumi CLI on PATH.",
        why,
        fix: "Install it: https://www.pulumi.com/docs/install/",
      });
    if (isOlder(version, NEEDED))
      return problem({
        found: `Pulumi is ${version}, and ${NEEDED} or later is needed.`,
        why: "An older one doesn't run the programs of the stacks: `up` would stop at once.",
        fix: "Install the current one: https://www.pulumi.com/docs/install/",
      });
    return await login(port, version);
  },
};

async function login(port: Port, version: string): Promise<Finding> {
  const ran = await port.run("pulumi", ["whoami", "--json", "--non-interactive"]);
  if (ran === undefined) throw new NotAsked("there is no Pulumi CLI");
  if (ran.code === 0) {
    const { user, url } = JSON.parse(ran.stdout) as { user: string; url?: string };
    return ok(`Pulumi ${version}, logged in${url ? ` to ${url}` : ""} as ${user}`);
  }
  const [line = ""] = ran.stderr.trim().split("\n").slice(-1);
  const reason = line.replace(/^error: /, "").replace(/\.$/, "");
  return problem({
    found: `Pulumi ${version} isn't logged in: ${reason}.`,
    why: "Pulumi keeps the state of the stacks where it is logged in: `up` would stop at once.",
    fix: "Log in to Pulumi Cloud, or to the bucket that the stack `bootstrap` made.",
    commands: ["pulumi login", "pulumi login 's3://BUCKET?region=REGION&awssdk=v2'"],
  });
}
