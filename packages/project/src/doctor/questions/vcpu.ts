import type { Task } from "@aws-sdk/client-ecs";
import { demandOf, type Vcpus } from "@ublog/stacks/demand.ts";
import { everyPage } from "../everyPage.ts";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { increase, limitOf } from "../quota.ts";

/** Tasks that one call describes. */
const A_CALL = 100;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html. A new account begins with fewer than the default of 4,000 (some with 6). */
const KINDS = [
  {
    key: "onDemand",
    name: "Fargate On-Demand",
    provider: "FARGATE",
    quota: { service: "fargate", code: "L-3032A538" },
  },
  {
    key: "spot",
    name: "Fargate Spot",
    provider: "FARGATE_SPOT",
    quota: { service: "fargate", code: "L-36FBB829" },
  },
] as const;

export const vcpu: Question = {
  id: "vcpu",
  asks: "Are there enough vCPUs of Fargate for the environments, and for both versions while one is released?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { apps } = await facts.stacks();
    if (apps.length === 0) throw new NotAsked("there is no app stack");
    const demands = apps.map(({ config }) => demandOf(config));
    const own = apps.map(({ config }) => `${config.name}-cluster`);
    const aws = await facts.aws();
    const [tasks, region] = await Promise.all([tasksOfOthers(facts, own), facts.region()]);
    const findings = await Promise.all(
      KINDS.map(async ({ key, name, provider, quota }) => {
        const need = together(demands.map((demand) => demand[key]));
        if (need.most === 0) return [];
        const limit = await limitOf(aws, quota);
        const used = vcpusOf(tasks, provider);
        return [
          compared(
            name,
            need,
            used,
            limit,
            increase(quota, Math.ceil(used + need.most + need.rolling), region),
          ),
        ];
      }),
    );
    return findings.flat();
  },
};

/** What several environments need: they all run, and one at a time is released. */
function together(demands: readonly Vcpus[]): Vcpus {
  const sum = (of: (demand: Vcpus) => number) => demands.reduce((total, one) => total + of(one), 0);
  return {
    running: sum(({ running }) => running),
    rolling: Math.max(0, ...demands.map(({ rolling }) => rolling)),
    most: sum(({ most }) => most),
  };
}

function compared(name: string, need: Vcpus, used: number, limit: number, command: string): Finding {
  const { running, rolling, most } = need;
  const left = limit - used;
  const quota = `The quota of ${name} is ${limit} vCPU${used > 0 ? `, of which others use ${used}` : ""}`;
  const remedy = {
    fix: "Ask for more: AWS answers within minutes or, for a new account, within a day. Or write smaller processes (`cpu`), or fewer tasks.",
    commands: [command],
  };
  const first = Math.max(running, rolling);
  if (first > left)
    return problem({
      found: `${quota}, and the first release needs ${first}.`,
      why: "`up` goes well, and the first release ends after some minutes, because ECS can't start all tasks.",
      ...remedy,
    });
  if (running + rolling > left)
    return warning({
      found: `${quota}, and a release needs ${running + rolling}: ${running} for what runs, and ${rolling} for its update task and then the new version beside it.`,
      why: "The first release goes well. The next one ends after some minutes, because ECS can't start the new tasks, and goes back.",
      ...remedy,
    });
  if (most + rolling > left)
    return warning({
      found: `${quota}, and with autoscaling at its most a release needs ${most + rolling}.`,
      why: "Under load tasks are missing, and a release then ends after some minutes and goes back.",
      ...remedy,
    });
  return ok(`${name}: ${running + rolling} of ${limit} vCPU needed${used > 0 ? `, others use ${used}` : ""}`);
}

/** The tasks that run in the region, but for those of the environments. */
async function tasksOfOthers(facts: Facts, own: readonly string[]): Promise<Task[]> {
  const aws = await facts.aws();
  const clusters = await everyPage(async (nextToken) => {
    const { clusterArns = [], nextToken: next } = await aws("ecs.ListClusters", { nextToken });
    return { items: clusterArns, next };
  });
  const others = clusters.filter((arn) => !own.includes(arn.split("/").at(-1) ?? ""));
  const tasks = others.map(async (cluster) => {
    const arns = await everyPage(async (nextToken) => {
      const { taskArns = [], nextToken: next } = await aws("ecs.ListTasks", { cluster, nextToken });
      return { items: taskArns, next };
    });
    const calls = Array.from({ length: Math.ceil(arns.length / A_CALL) }, (_, call) =>
      aws("ecs.DescribeTasks", { cluster, tasks: arns.slice(call * A_CALL, (call + 1) * A_CALL) }),
    );
    return (await Promise.all(calls)).flatMap(({ tasks = [] }) => tasks);
  });
  return (await Promise.all(tasks)).flat();
}

function vcpusOf(tasks: readonly Task[], provider: string): number {
  const units = tasks
    .filter((task) => (task.capacityProviderName ?? task.launchType) === provider)
    .reduce((sum, { cpu }) => sum + Number(cpu), 0);
  return units / 1024;
}
