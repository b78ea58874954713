import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { DeployCheck, DeployUpdate } from "../targets.ts";
import { type Revision, render } from "./definition.ts";
import { checkCommand } from "./updateTask.ts";

/** What stands for a secret where there is none: long enough for Django, and of the form that its name promises. */
function placeholder(name: string): string {
  if (/DSN$/.test(name)) return "";
  if (/DATABASE.*URL$|^(POSTGRES|PG).*URL$/.test(name))
    return "postgres://placeholder:placeholder@localhost:5432/placeholder?sslmode=require";
  if (/(REDIS|CACHE|BROKER|CELERY).*URL$/.test(name)) return "rediss://:placeholder@localhost:6379";
  if (/URL$/.test(name)) return "https://placeholder.invalid";
  if (/PORT$/.test(name)) return "1";
  return "placeholder-for-a-secret-of-the-stack-0123456789-ABCDEFGHIJ";
}

/**
 * The arguments of `docker` that check an image as the update task would run it: the template's plain variables, its read-only
 * root and user. It reaches no network, and no secret of the environment is in it.
 */
export function dockerArguments(
  template: Revision,
  target: DeployUpdate,
  { image, version }: { image: string; version: string },
  check: DeployCheck,
): string[] {
  const { containerDefinitions = [] } = render(template, target, image, {}, version);
  const container = containerDefinitions.find(({ name }) => name === target.container) ?? {};
  const [entryPoint, ...words] = container.entryPoint ?? [];
  const variables = [
    ...(container.environment ?? []).map(({ name, value }) => `${name}=${value ?? ""}`),
    ...(container.secrets ?? []).map(({ name = "" }) => `${name}=${placeholder(name)}`),
  ];
  return [
    ...["run", "--rm", "--network", "none"],
    ...(container.readonlyRootFilesystem ? ["--read-only"] : []),
    ...writablePaths(container).flatMap((path) => ["--tmpfs", path]),
    ...(container.user === undefined ? [] : ["--user", container.user]),
    ...(container.workingDirectory === undefined ? [] : ["--workdir", container.workingDirectory]),
    ...(entryPoint === undefined ? [] : ["--entrypoint", entryPoint]),
    ...variables.flatMap((variable) => ["--env", variable]),
    image,
    ...words,
    ...checkCommand(container, check, { offline: true }),
  ];
}

function writablePaths({ mountPoints = [], linuxParameters }: ContainerDefinition): string[] {
  const mounts = mountPoints.filter(({ readOnly }) => !readOnly);
  const paths = [...mounts, ...(linuxParameters?.tmpfs ?? [])].flatMap(
    ({ containerPath }) => containerPath ?? [],
  );
  return [...new Set(paths)];
}
