import { messageOf } from "@ublog/terminal/errors";
import { type Finding, NotAsked, ok, problem, warning } from "../finding.ts";
import { isPlaceholder } from "../placeholders.ts";
import type { Question } from "../question.ts";
import type { Stacks } from "../stacks.ts";

export const stackFiles: Question = {
  id: "stack-files",
  asks: "Can the stack files be used, and is everything marked CHANGE changed?",
  needs: [],
  async ask(facts) {
    let stacks: Stacks;
    try {
      stacks = await facts.stacks();
    } catch (error) {
      if (!(error instanceof NotAsked)) throw error;
      return unreadable(error);
    }
    const findings = [
      ...stacks.unreadable.flatMap(({ file, problems }) => problems.map((line) => unusable(file, line))),
      ...placeholders(stacks, facts.standIn),
      ...regions(stacks),
      ...missing(stacks),
    ];
    const files = [stacks.base, ...stacks.apps].flatMap((stack) => stack?.file ?? []);
    return findings.length > 0 ? findings : ok(files.join(", "));
  },
};

const STOPS = "`up` would refuse it before it changes anything.";

function unreadable(error: NotAsked): Finding {
  if (error.cause === undefined)
    return problem({
      found: "There is no Pulumi.yaml in this folder or above it.",
      why: "Without a project nothing is known of what it needs: most questions weren't asked.",
      fix: "Run it in the checkout of your fork.",
    });
  return problem({ found: messageOf(error.cause), why: STOPS, fix: "Mend the file." });
}

function unusable(file: string, line: string): Finding {
  return problem({ found: `${file}: ${line}`, why: STOPS, fix: "Write what the message says." });
}

/** The stand-in takes every domain for one that exists. */
function placeholders({ base }: Stacks, standIn: boolean): Finding[] {
  if (base === undefined) return [];
  const { domainName, zoneId } = base.config.args;
  return Object.entries({ domainName, zoneId })
    .filter(([, value]) => typeof value === "string" && isPlaceholder(value))
    .map(([name, value]) =>
      (standIn ? warning : problem)({
        found: `${base.file}: ublog:${name} is still ${JSON.stringify(value)}.`,
        why: "In an account `up` would fail in its first minute, with a network that is paid for.",
        fix: "Write your own, or let `ublog init` ask for it.",
        commands: [`pulumi config set ublog:${name} ${YOURS[name]} --stack ${base.stack}`],
      }),
    );
}

const YOURS: Record<string, string> = { domainName: "YOUR.DOMAIN", zoneId: "YOUR_ZONE_ID" };

function regions({ base, apps }: Stacks): Finding[] {
  const region = base?.region;
  if (base === undefined || region === undefined) return [];
  return apps
    .filter((app) => app.region !== undefined && app.region !== region)
    .map((app) =>
      problem({
        found: `${app.file}: aws:region is ${JSON.stringify(app.region)}, and that of its base is ${JSON.stringify(region)}.`,
        why: "An app is in the region of its base: `up` would refuse it.",
        fix: "Write the region of the base.",
        commands: [`pulumi config set aws:region ${region} --stack ${app.stack}`],
      }),
    );
}

/** A project without a base, or without an app, is one that `init` hasn't been run in. */
function missing({ base, apps, unreadable }: Stacks): Finding[] {
  if (base !== undefined || apps.length > 0 || unreadable.length > 0) return [];
  return [
    problem({
      found: "The project has no stack files.",
      why: "Nothing can be brought up without them.",
      fix: "Let `init` write them.",
      commands: ["npx -y pnpm@12 ublog init"],
    }),
  ];
}
