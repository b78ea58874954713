import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { audit } from "../../../../aws-model/src/audit/audit.ts";
import { inProcess } from "../../../../aws-model/src/inProcess/inProcess.ts";
import { records } from "../../../../aws-model/src/world/reading.ts";
import type { Properties, Value, World } from "../../../../aws-model/src/world/world.ts";
import { engineConfig } from "../../../../estimates/src/programs/engineConfig.ts";
import { stackProgram } from "../../../../estimates/src/programs/stacks.ts";
import { parseSettings } from "../../../../estimates/src/programs/yamlFile.ts";
import { readEnvironment } from "../../../../local/src/environment/readEnvironment.ts";
import type { Container } from "../../../../local/src/environment/task.ts";

/** What the stack files of a folder make of an environment. */
export interface Published {
  /** The settings of the app's stack file by their path behind `ublog:`. */
  setting(path: string): unknown;
  /** The services' processes, by what people call them. */
  processes: string[];
  /** The application's own container in the task of a process. */
  container(process: string): Container;
  /** The queues that workers consume, without the app's prefix. */
  queues: string[];
  /** The process that the load balancer sends a path to. */
  answers(path: string): string | undefined;
  /** What the health check of a process asks. */
  healthCheckPath(process: string): unknown;
  scheduled: { command: string[]; schedule: unknown }[];
  /** What AWS would accept, and what would not work. */
  findings: string[];
  /** What a release tells its check, besides the update's command. */
  facts: object;
}

/** Runs the stacks' own program on the stack files `base` and `app` of a folder. Throws its message where they can't be used. */
export async function published(folder: string, app = "alpha"): Promise<Published> {
  const program = await stackProgram();
  const { world, run } = inProcess();
  for (const stack of ["base", app]) {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    const { values, secretKeys } = engineConfig(parseSettings(readFileSync(file, "utf8"), file));
    await run(stack, program, values, secretKeys);
  }
  const environment = readEnvironment(world, { environment: app, version: "1.0.0" });
  const { targets } = environment;
  const container = (process: string) => {
    const own = [targets.update, ...targets.services, ...targets.scheduled].find(
      (one) => one.process === process,
    );
    const found = environment.task(process).containers.find(({ name }) => name === own?.container);
    if (found === undefined) throw new Error(`no container of ${process}`);
    return found;
  };
  const { config } = parse(readFileSync(join(folder, `Pulumi.${app}.yaml`), "utf8"));
  const groups = new Map(
    targets.services.flatMap(({ process, targetGroup }) =>
      targetGroup ? [[targetGroup, process] as const] : [],
    ),
  );
  return {
    setting(path) {
      const [first, ...rest] = path.split(".");
      return rest.reduce<unknown>((value, key) => Object(value)[key], config[`ublog:${first}`]);
    },
    processes: targets.services.map(({ process }) => process),
    container,
    queues: (targets.check?.queues ?? []).map((queue) => queue.replace(`${targets.app}.`, "")).sort(),
    answers: (path) => groups.get(targetOf(world, path) ?? ""),
    healthCheckPath: (process) =>
      targets.services.find((service) => service.process === process)?.healthCheckPath,
    scheduled: schedules(world, (process) => container(process).command, targets.scheduled),
    findings: audit(world).map(({ message }) => message),
    facts: { ...targets.check, update: container("update").command },
  };
}

/** The target group of the first rule that takes a path. */
function targetOf(world: World, path: string): string | undefined {
  const rules = world
    .resources("aws:lb/listenerRule:ListenerRule")
    .map(({ state }) => state)
    .sort((a, b) => Number(a.priority) - Number(b.priority));
  const rule = rules.find(({ conditions }) => {
    const patterns = records(conditions).flatMap(({ pathPattern }) =>
      list((pathPattern as Properties)?.values),
    );
    return patterns.length === 0 || patterns.some((pattern) => matches(pattern, path));
  });
  const [action] = records(rule?.actions);
  return action === undefined ? undefined : String(action.targetGroupArn);
}

/** A pattern of a listener rule: `*` is anything, `?` one character. */
const matches = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(path);

const list = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

function schedules(
  world: World,
  command: (process: string) => string[],
  scheduled: readonly { process: string; family: string }[],
): Published["scheduled"] {
  return scheduled.map(({ process, family }) => ({
    command: command(process),
    schedule: world
      .resources("aws:scheduler/schedule:Schedule")
      .find(({ state }) => JSON.stringify(state.target).includes(`/${family}`))?.state.scheduleExpression,
  }));
}
