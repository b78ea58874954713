import { demandOf } from "@ublog/stacks/demand.ts";
import { everyPage } from "../everyPage.ts";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, ok, problem } from "../finding.ts";
import type { Question } from "../question.ts";
import { isBaseUp, room } from "../quota.ts";

const CONSOLE = "https://console.aws.amazon.com/servicequotas/home/services/elasticloadbalancing/quotas";
const ASK = `Ask for more: ${CONSOLE}`;

export const loadBalancer: Question = {
  id: "load-balancer",
  asks: "Is there room for the load balancer, the apps' target groups, and their listener rules?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { base, apps } = await facts.stacks();
    if (base === undefined) throw new NotAsked("there is no base whose settings can be read");
    const aws = await facts.aws();
    const [limits, balancers, groups, isUp, up] = await Promise.all([
      limitsOf(facts),
      everyPage(async (Marker) => {
        const { LoadBalancers = [], NextMarker } = await aws("elbv2.DescribeLoadBalancers", { Marker });
        return { items: LoadBalancers, next: NextMarker };
      }),
      everyPage(async (Marker) => {
        const { TargetGroups = [], NextMarker } = await aws("elbv2.DescribeTargetGroups", { Marker });
        return { items: TargetGroups, next: NextMarker };
      }),
      isBaseUp(facts),
      facts.environments(),
    ]);
    const demands = apps.filter(({ stack }) => !(stack in up)).map(({ config }) => demandOf(config));
    const sum = (of: (demand: ReturnType<typeof demandOf>) => number) =>
      demands.reduce((total, demand) => total + of(demand), 0);
    return [
      room({
        thing: "load balancer",
        things: "load balancers",
        limit: limits["application-load-balancers"] ?? Number.POSITIVE_INFINITY,
        used: balancers.filter(({ Type }) => Type === "application").length,
        needed: 1,
        isUp,
        why: "`up` of the base would fail in its second minute (TooManyLoadBalancers).",
        fix: `Delete one that nobody uses. ${ASK}`,
        commands: [],
      }),
      fits({
        things: "target groups",
        used: groups.length,
        needed: sum((demand) => demand.targetGroups),
        limit: limits["target-groups"],
        fix: `Destroy environments that nobody uses. ${ASK}`,
      }),
      fits({
        things: "listener rules",
        used: await rulesOf(facts),
        needed: sum((demand) => demand.listenerRules),
        limit: limits["rules-per-application-load-balancer"],
        fix: `Destroy environments that nobody uses, or route fewer paths: up to four of one depth share a rule. ${ASK}`,
      }),
    ];
  },
};

/** The limits of the account, by name. */
async function limitsOf(facts: Facts): Promise<Record<string, number>> {
  const aws = await facts.aws();
  const limits = await everyPage(async (Marker) => {
    const { Limits = [], NextMarker } = await aws("elbv2.DescribeAccountLimits", { Marker });
    return { items: Limits, next: NextMarker };
  });
  return Object.fromEntries(limits.map(({ Name = "", Max }) => [Name, Number(Max)]));
}

/** How many rules the listener of the base has, besides its default. */
async function rulesOf(facts: Facts): Promise<number> {
  const outputs = await facts.base().catch(() => undefined);
  const contract = outputs?.contract as { loadBalancer?: Record<string, string> } | undefined;
  const { listenerArn, httpsListenerArn } = contract?.loadBalancer ?? {};
  // The latter is its former name.
  const ListenerArn = listenerArn ?? httpsListenerArn;
  if (ListenerArn === undefined) return 0;
  const aws = await facts.aws();
  const rules = await everyPage(async (Marker) => {
    const { Rules = [], NextMarker } = await aws("elbv2.DescribeRules", { ListenerArn, Marker });
    return { items: Rules, next: NextMarker };
  });
  return rules.filter(({ IsDefault }) => IsDefault !== true).length;
}

interface Fit {
  things: string;
  used: number;
  needed: number;
  limit: number | undefined;
  fix: string;
}

function fits({ things, used, needed, limit = Number.POSITIVE_INFINITY, fix }: Fit): Finding {
  if (used + needed <= limit) return ok(`${used} of ${limit} ${things} in use, ${needed} needed`);
  return problem({
    found: `${used} of ${limit} ${things} are in use, and the apps that aren't up need ${needed}.`,
    why: "`up` of an app would fail in its first minute, with a part of it made.",
    fix,
  });
}
