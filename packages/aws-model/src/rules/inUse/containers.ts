import { clusterName } from "../../services/ecs/clusterName.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties, World } from "../../world/world.ts";
import { targetGroupsOf } from "../quotas/loadBalancers.ts";
import { type Deletion, isThere } from "./deletion.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
const service = "aws:ecs/service:Service";

/** The services of a cluster, which may be known by its name or ARN. */
const servicesOf = (world: World, cluster: string, region: string): Properties[] =>
  world
    .resources(service)
    .map(({ state }) => state)
    .filter((state) => clusterName(text(state.cluster)) === clusterName(cluster) && state.region === region);

/** A task that hasn't stopped. */
const hasTasks = (world: World, cluster: string, region: string): boolean =>
  world
    .contents("task", `${region}/`)
    .map(({ value }) => value as { cluster: string; phase: string })
    .some((task) => task.cluster === clusterName(cluster) && task.phase !== "STOPPED");

const notEmpty =
  (thing: "Services" | "Tasks"): Deletion["refusal"] =>
  ({ id }) => ({
    doing: `deleting ECS Cluster (${id})`,
    answer: { service: "ECS", operation: "DeleteCluster", code: `ClusterContains${thing}Exception` },
    message: `The Cluster cannot be deleted while ${thing} are active.`,
  });

export const containerDeletions: readonly Deletion[] = [
  {
    name: "target-group-in-use",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
    type: "aws:lb/targetGroup:TargetGroup",
    usedBy: ({ id, world }) =>
      isThere({ world }, "aws:lb/listener:Listener", ({ state }) =>
        targetGroupsOf(state.defaultActions).includes(id ?? ""),
      ) ||
      isThere({ world }, "aws:lb/listenerRule:ListenerRule", ({ state }) =>
        targetGroupsOf(state.actions).includes(id ?? ""),
      ),
    refusal: ({ id }) => ({
      doing: `deleting ELBv2 Target Group (${id})`,
      answer: {
        service: "Elastic Load Balancing v2",
        operation: "DeleteTargetGroup",
        code: "ResourceInUse",
      },
      message: `Target group '${id}' is currently in use by a listener or a rule`,
    }),
  },
  {
    name: "cluster-has-services",
    source: `${ecs}/API_DeleteCluster.html`,
    type: "aws:ecs/cluster:Cluster",
    usedBy: ({ id, region, world }) => servicesOf(world, id ?? "", region).length > 0,
    refusal: notEmpty("Services"),
  },
  {
    name: "cluster-has-tasks",
    source: `${ecs}/API_DeleteCluster.html`,
    type: "aws:ecs/cluster:Cluster",
    usedBy: ({ id, region, world }) => hasTasks(world, id ?? "", region),
    refusal: notEmpty("Tasks"),
  },
  {
    name: "capacity-providers-of-cluster-in-use",
    source: `${ecs}/API_PutClusterCapacityProviders.html`,
    type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    on: ["update", "delete"],
    usedBy: ({ action, inputs, state, region, world }) => {
      const kept = action === "update" ? texts(inputs.capacityProviders) : [];
      const taken = texts(state.capacityProviders).filter((name) => !kept.includes(name));
      return servicesOf(world, text(state.clusterName), region).some(({ capacityProviderStrategies }) =>
        records(capacityProviderStrategies).some(({ capacityProvider }) =>
          taken.includes(text(capacityProvider)),
        ),
      );
    },
    refusal: ({ action, id }) => ({
      doing: `${action === "update" ? "updating" : "deleting"} ECS Cluster Capacity Providers (${id})`,
      answer: { service: "ECS", operation: "PutClusterCapacityProviders", code: "ResourceInUseException" },
      message: "The specified capacity provider is in use and cannot be removed.",
    }),
  },
  {
    name: "repository-not-empty",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html",
    type: "aws:ecr/repository:Repository",
    usedBy: ({ state, world }) =>
      state.forceDelete !== true && world.contents("image", `${text(state.repositoryUrl)}:`).length > 0,
    refusal: ({ id, state }) => ({
      doing: `ECR Repository (${id}) not empty, consider using force_delete`,
      answer: { service: "ECR", operation: "DeleteRepository", code: "RepositoryNotEmptyException" },
      message: `The repository with name '${id}' in registry with id '${state.registryId}' cannot be deleted because it still contains images`,
    }),
  },
  {
    name: "namespace-has-services",
    source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteNamespace.html",
    type: "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    usedBy: ({ id, world }) =>
      isThere(
        { world },
        "aws:servicediscovery/service:Service",
        ({ state }) => (text(state.namespaceId) || text(record(state.dnsConfig).namespaceId)) === id,
      ),
    refusal: ({ id }) => ({
      doing: `deleting Service Discovery Private DNS Namespace (${id})`,
      answer: { service: "ServiceDiscovery", operation: "DeleteNamespace", code: "ResourceInUse" },
      message: "Namespace has associated services; delete the services before deleting the namespace",
    }),
  },
  {
    name: "discovery-service-has-instances",
    source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_DeleteService.html",
    type: "aws:servicediscovery/service:Service",
    // A task is registered as an instance while it runs.
    usedBy: ({ state, world }) =>
      state.forceDestroy !== true &&
      isThere(
        { world },
        service,
        ({ state: other }) =>
          record(other.serviceRegistries).registryArn === state.arn && Number(other.runningCount ?? 0) > 0,
      ),
    refusal: ({ id }) => ({
      doing: `deleting Service Discovery Service (${id})`,
      answer: { service: "ServiceDiscovery", operation: "DeleteService", code: "ResourceInUse" },
      message: "Service contains registered instances; delete the instances before deleting the service",
    }),
  },
];
