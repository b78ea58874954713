import { account } from "../../facts/account.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties, Value, World, WorldResource } from "../../world/world.ts";
import { clusterName } from "./clusterName.ts";
import { isOurs } from "./definition.ts";

const api = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html";

const providersType = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** The cluster with an ARN or a name, if it is in the world. */
export const clusterOf = (world: World, region: string, reference: string): WorldResource | undefined =>
  world.get(
    "aws:ecs/cluster:Cluster",
    reference.startsWith("arn:") ? reference : `arn:aws:ecs:${region}:${account}:cluster/${reference}`,
  );

const providersOf = (world: World, { state: { name, region } }: WorldResource): Properties[] =>
  world
    .resources(providersType)
    .map(({ state }) => state)
    .filter((state) => clusterName(text(state.clusterName)) === name && state.region === region);

/** The capacity providers that were associated with a cluster. */
export const associatedProviders = (world: World, cluster: WorldResource): string[] =>
  providersOf(world, cluster).flatMap(({ capacityProviders }) => texts(capacityProviders));

/** How a cluster spreads tasks over its capacity providers by default. */
export const defaultStrategy = (world: World, cluster: WorldResource): Properties[] =>
  providersOf(world, cluster).flatMap(({ defaultCapacityProviderStrategies }) =>
    records(defaultCapacityProviderStrategies),
  );

/** Whether a strategy names a capacity provider that isn't among those. */
export const strangerIn = (strategy: Value | undefined, providers: readonly string[]): boolean =>
  records(strategy).some(({ capacityProvider }) => !providers.includes(text(capacityProvider)));

export const notAssociated =
  "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.";

function providersRule(
  name: string,
  code: string,
  message: string,
  isBroken: (change: Change) => boolean,
): Rule {
  const refusal = ({ inputs }: Change): Refusal => ({
    doing: `updating ECS Cluster Capacity Providers (${inputs.clusterName})`,
    answer: { service: "ECS", operation: "PutClusterCapacityProviders", code },
    message,
  });
  return {
    name,
    source: api,
    applies: { types: [providersType], on: ["create", "update"] },
    check: (change) => (isBroken(change) ? refusal(change) : undefined),
  };
}

/** What ECS refuses about the capacity providers of a cluster. */
export const clusterRules: readonly Rule[] = [
  providersRule(
    "cluster-of-capacity-providers-exists",
    "ClusterNotFoundException",
    "Cluster not found.",
    ({ inputs, region, world }) =>
      isOurs(text(inputs.clusterName)) && !clusterOf(world, region, text(inputs.clusterName)),
  ),
  providersRule(
    "capacity-provider-exists",
    "InvalidParameterException",
    "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
    ({ inputs, region, world }) => {
      const own = world
        .resources("aws:ecs/capacityProvider:CapacityProvider")
        .filter(({ state }) => state.region === region)
        .flatMap(({ state }) => [state.name, state.arn]);
      return texts(inputs.capacityProviders).some(
        (name) => !["FARGATE", "FARGATE_SPOT", ...own].includes(name),
      );
    },
  ),
  providersRule("default-strategy-associated", "InvalidParameterException", notAssociated, ({ inputs }) =>
    strangerIn(inputs.defaultCapacityProviderStrategies, texts(inputs.capacityProviders)),
  ),
];
