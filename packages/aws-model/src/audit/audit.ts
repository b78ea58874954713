import { cited } from "../rules/rule.ts";
import type { Finding } from "../rules/standingRule.ts";
import { launches } from "../services/ecs/standing/launches.ts";
import { launchRules, standingRules } from "../services/rules.ts";
import { atRest } from "../world/atRest.ts";
import type { World } from "../world/world.ts";

/** Something that AWS has accepted and that would not work, and the rule that says so. */
export interface AuditFinding extends Finding {
  rule: string;
  source: string;
}

/** Looks through a world at rest: what AWS has accepted and would not work. One finding for each rule and resource. */
export function audit(changing: World): AuditFinding[] {
  const world = atRest(changing);
  const all = launches(world);
  const findings = [
    ...launchRules.flatMap((rule) =>
      all.flatMap((launch) => {
        const message = rule.check(launch, world);
        return message === undefined ? [] : [{ ...ruleOf(rule), urn: launch.urn, message }];
      }),
    ),
    ...standingRules.flatMap((rule) =>
      rule.check(world, all).map(({ urn, message }) => ({ ...ruleOf(rule), urn, message })),
    ),
  ];
  return findings.filter(
    ({ rule, urn }, index) =>
      findings.findIndex((other) => other.rule === rule && other.urn === urn) === index,
  );
}

/** A finding as the engine prints an error: the resource, what AWS says, and the rule. */
export function describeFinding({ urn, message, rule, source }: AuditFinding): string {
  const resource = urn.split("::").slice(2).join(" ");
  const text = cited(message, { name: rule, source });
  return resource === "" ? text : `${resource}: ${text}`;
}

const ruleOf = ({ name, source }: { name: string; source: string }) => ({ rule: name, source });
