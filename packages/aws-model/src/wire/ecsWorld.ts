import { advance } from "../ecs/advance.ts";
import { type EcsState, emptyState, type Image, type LogLine, type Task } from "../ecs/state.ts";
import { account } from "../facts/account.ts";
import type { Content, World, WorldResource } from "../world/world.ts";
import { haveImages, scenariosOf } from "./images.ts";
import { launchObstacle } from "./launchObstacle.ts";
import { type Life, lifeOf, readServices, resourceOf, writeServices } from "./services.ts";
import { readDefinitions, writeDefinitions } from "./taskDefinitions.ts";
import { usualLogs } from "./usualLogs.ts";

const cluster = "aws:ecs/cluster:Cluster";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

/** What ECS has in a region apart from resources: kept as contents of the world, by kind. */
interface Kept extends Content {
  within?: Pick<WorldResource, "type" | "id">;
}

/**
 * Does something with the model of ECS in a region, at the world's time, as one transaction: the model comes from the
 * resources that stacks have made and from what is kept beside them, and the result is kept again.
 */
export function withEcs<T>(world: World, region: string, work: (state: EcsState) => T): T {
  return world.transaction(() => {
    const before = new Map<string, string>();
    const state = read(world, region, before);
    const statuses = Object.fromEntries(
      Object.entries(state.definitions).map(([name, definition]) => [name, definition.status]),
    );
    advance(state, Date.parse(world.now()), launchObstacle(world, state));
    const result = work(state);
    writeDefinitions(world, state, statuses);
    writeServices(world, state);
    write(world, keptOf(state), before);
    return result;
  });
}

function read(world: World, region: string, before: Map<string, string>): EcsState {
  const contents = <T>(kind: string, prefix: string): [string, T][] =>
    world.contents(kind, prefix).map(({ key, value }) => {
      before.set(`${kind} ${key}`, JSON.stringify(value));
      return [key.slice(prefix.length), value as T];
    });
  const named = (type: string) => world.resources(type).filter(({ state }) => state.region === region);

  const state = emptyState({ account, region, now: Date.parse(world.now()) });
  Object.assign(state, contents<object>("ecs", region)[0]?.[1]);
  for (const { state: found } of named(cluster))
    state.clusters[String(found.name)] = { name: String(found.name), status: "ACTIVE" };
  state.definitions = readDefinitions(world, region);
  state.images = contents<Image>("image", "").map(([, image]) => image);
  haveImages(state);
  state.scenarios = scenariosOf(state.images);
  state.usual = usualLogs;
  state.tasks = Object.fromEntries(contents<Task>("task", `${region}/`));
  for (const { state: found } of named(logGroup)) state.logs[String(found.name)] = {};
  for (const [key, lines] of contents<LogLine[]>("log", `${region}/`)) {
    const [group = "", stream = ""] = key.split("\n");
    const streams = state.logs[group];
    if (streams !== undefined) streams[stream] = lines;
  }
  const lives = contents<Life>("service", `arn:aws:ecs:${region}:`);
  readServices(
    world,
    state,
    new Map(lives.map(([key, life]) => [`arn:aws:ecs:${region}:${key}`, life] as const)),
  );
  return state;
}

function keptOf(state: EcsState): Kept[] {
  const { region, now, serial } = state;
  return [
    { kind: "ecs", key: region, value: { now, serial } },
    ...state.images.map((image) => ({
      kind: "image",
      key: `${image.repository}:${image.tag}`,
      value: image,
    })),
    ...Object.values(state.services).map((service) => {
      const within = resourceOf(state, service);
      return { kind: "service", key: within.id, value: lifeOf(service), within };
    }),
    ...Object.values(state.tasks).map((task) => {
      const service = state.services[`${task.cluster}/${task.service}`];
      const within = service
        ? resourceOf(state, service)
        : { type: cluster, id: `arn:aws:ecs:${region}:${account}:cluster/${task.cluster}` };
      return { kind: "task", key: `${region}/${task.id}`, value: task, within };
    }),
    ...Object.entries(state.logs).flatMap(([group, streams]) =>
      Object.entries(streams).map(([stream, lines]) => ({
        kind: "log",
        key: `${region}/${group}\n${stream}`,
        value: lines,
        within: { type: logGroup, id: group },
      })),
    ),
  ];
}

function write(world: World, kept: Kept[], before: Map<string, string>): void {
  for (const { within, ...content } of kept) {
    const name = `${content.kind} ${content.key}`;
    if (before.get(name) !== JSON.stringify(content.value)) world.keep(content, within);
    before.delete(name);
  }
  for (const name of before.keys()) {
    const [kind = ""] = name.split(" ", 1);
    world.drop(kind, name.slice(kind.length + 1));
  }
}
