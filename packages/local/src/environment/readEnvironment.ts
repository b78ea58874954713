import { parameterValue } from "@ublog/aws-model/src/world/parameters.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import { type DeployTargets, readDeployTargets } from "pulumi-aws-django/deploy-targets";
import { VERSION_VARIABLE } from "pulumi-aws-django/vocabulary";
import { readTask, type Task } from "./task.ts";

/** An environment as its stack has published it. */
export interface Environment {
  /** The name of the app: `ublog-alpha`. */
  app: string;
  targets: DeployTargets;
  /** The task of a process by what people call it: `gunicorn`, `default`, `beat`, `update`. */
  task(process: string): Task;
  processes: string[];
}

/**
 * Reads an environment from the world of a sandbox: `openWorld(sandbox.world)`. `environment` is what people call it, and needed where there
 * are several. Its tasks are the templates as a release of `version` would register them; without a version, as Pulumi has.
 */
export function readEnvironment(
  world: World,
  { environment, version }: { environment?: string; version?: string } = {},
): Environment {
  const all = world.resources("aws:ssm/parameter:Parameter").flatMap(({ state }) => {
    const document = parameterValue(state);
    return document.includes('"releaseTable"') ? [readDeployTargets(String(state.name), document)] : [];
  });
  const [targets, ...others] = all.filter(
    (one) => environment === undefined || one.environment === environment,
  );
  const known = all.map((one) => one.environment).join(", ") || "none";
  if (targets === undefined || others.length > 0)
    throw new Error(`no environment, or several: ${environment ?? ""}; there is ${known}`);
  const templates = [targets.update, ...targets.services, ...targets.scheduled];
  return {
    app: targets.app,
    targets,
    processes: templates.map(({ process }) => process),
    task(process) {
      const found = templates.find((one) => one.process === process);
      if (found === undefined)
        throw new Error(`no process ${process}: there is ${templates.map((one) => one.process).join(", ")}`);
      const task = readTask(world, found.template);
      for (const container of task.containers)
        if (container.name === found.container && version !== undefined)
          container.environment = { [VERSION_VARIABLE]: version, ...container.environment };
      return task;
    },
  };
}
