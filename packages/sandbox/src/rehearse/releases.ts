import { parseTargets } from "@ublog/app-update/src/targets.ts";
import { type Running, whatRuns } from "@ublog/aws-model/src/wire/whatRuns.ts";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { parameterValue } from "@ublog/aws-model/src/world/parameters.ts";
import { UserError } from "@ublog/terminal/errors";
import { appUpdate } from "../appUpdate/appUpdate.ts";
import type { Step } from "./steps.ts";

export interface ReleaseStep {
  title: string;
  /** The environment, which is also the name of its stack. */
  env: string;
  /** The arguments for `app-update`, without the environment. */
  command: string[];
  /** Its exit code. Defaults to 0. */
  exit?: number;
  /** The version that every service runs afterwards, with all its tasks. */
  runs: string;
  /** How many services get a new deployment on the way. Defaults to all. */
  rolls?: "all" | "some" | "none";
}

/** Runs the release tool, and compares what the services run before and after. */
export function release({ title, env, command, exit = 0, runs, rolls = "all" }: ReleaseStep): Step {
  return {
    title,
    async run({ sandbox, signal }) {
      const before = servicesOf(sandbox.world, env);
      const args = [...command, "--stack", env];
      const { code, stdout, stderr } = await appUpdate(sandbox.world, args, { signal, cwd: sandbox.project });
      if (code !== exit)
        throw new UserError(
          `\`app-update ${args.join(" ")}\` should have ended with ${exit} and ended with ${code}:\n${stdout}${stderr}`,
        );
      const after = servicesOf(sandbox.world, env);
      const wrong = after.filter((service) => !isAs(service, runs));
      if (wrong.length > 0)
        throw new UserError([`Every service should run ${runs}, but:`, ...wrong.map(inWords)].join("\n"));
      const rolled = after.filter(
        ({ service, deployment }) =>
          before.find((former) => former.service === service)?.deployment !== deployment,
      ).length;
      const asItShould = { all: rolled === after.length, some: rolled > 0, none: rolled === 0 }[rolls];
      if (!asItShould)
        throw new UserError(
          `It should have rolled ${rolls} of the ${after.length} services, and rolled ${rolled}.`,
        );
      return { rolled };
    },
  };
}

function servicesOf(file: string, env: string): Running[] {
  return inWorld(file, (world) => {
    const parameters = world.resources("aws:ssm/parameter:Parameter");
    const found = parameters.find(({ state }) => String(state.name).endsWith(`/${env}/deploy-targets`));
    if (found === undefined)
      throw new UserError(`There are no deploy targets of ${env}: the stack ${env} isn't up.`);
    const { region, cluster } = parseTargets(String(found.state.name), parameterValue(found.state));
    return whatRuns(world, region).filter(({ service }) => service.startsWith(`${cluster}/`));
  });
}

function isAs({ desired, tasks, isSteady }: Running, version: string): boolean {
  return isSteady && desired > 0 && tasks[version] === desired && Object.keys(tasks).length === 1;
}

function inWords({ service, desired, tasks, isSteady }: Running): string {
  const counts = Object.entries(tasks).map(([version, count]) => `${count} of ${version}`);
  const state = isSteady ? "" : ", and is still being deployed";
  return `  ${service} runs ${counts.join(" and ") || "nothing"} and should run ${desired} of it${state}`;
}
