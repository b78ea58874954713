import { account } from "../../facts/account.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties, Value, World } from "../../world/world.ts";

export const taskDefinitionType = "aws:ecs/taskDefinition:TaskDefinition";

/** A container of a task definition, as ECS has it. */
export interface Container extends Properties {
  name: string;
}

/** The containers of a task definition; none where they can't be read. */
export const containersOf = ({ containerDefinitions }: Properties): Container[] =>
  containersIn(String(containerDefinitions)) as Container[];

/** The objects of a JSON list, without nulls; none for anything else. */
export function containersIn(text: string): Properties[] {
  try {
    return records(JSON.parse(text, (_name, value) => value ?? undefined) as Value);
  } catch {
    return [];
  }
}

/** Whether a definition was made for Fargate, and so was checked for it. */
export const isForFargate = ({ requiresCompatibilities }: Properties): boolean =>
  Array.isArray(requiresCompatibilities) && requiresCompatibilities.includes("FARGATE");

/** Whether tasks may run on Fargate: a definition that names no launch type runs where its network mode and size allow. */
export function runsOnFargate(definition: Properties): boolean {
  const { requiresCompatibilities, networkMode, cpu, memory } = definition;
  if (texts(requiresCompatibilities).length > 0) return isForFargate(definition);
  return networkMode === "awsvpc" && text(cpu) !== "" && text(memory) !== "";
}

/**
 * The revision that an ARN, `<family>:<revision>` or a family means, including one that a release has registered; without a revision
 * the newest that can be used.
 */
export function definitionOf(
  world: World,
  region: string,
  reference: string,
): { urn: string; state: Properties } | undefined {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  const all = [...world.resources(taskDefinitionType), ...world.remains("task-definition")].filter(
    ({ state }) => state.region === region,
  );
  if (name.includes(":")) return all.find(({ state }) => `${state.family}:${state.revision}` === name);
  const usable = all.filter(({ state }) => state.family === name && state.status === "ACTIVE");
  return usable.sort((a, b) => Number(b.state.revision) - Number(a.state.revision))[0];
}

/**
 * Whether an ARN, or a name or a family without one, is of the sandbox's own account, about which the world knows all there is to
 * know.
 */
export const isOurs = (reference: string): boolean =>
  reference !== "" && (!reference.startsWith("arn:") || reference.split(":")[4] === account);

/** The parts of the name of an image in a private registry of ECR, also by its FIPS and dual-stack hosts. */
const ecrImage =
  /^(\d{12})\.dkr(?:\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.aws)\/([^:@]+)/;

/** The repository that an image is in; undefined for an image that isn't in ECR. */
export function ecrRepository(image: string): { owner: string; region: string; name: string } | undefined {
  const [, owner, region, dualStackRegion, name] = ecrImage.exec(image) ?? [];
  if (owner === undefined || name === undefined) return undefined;
  return { owner, region: region ?? dualStackRegion ?? "", name };
}
