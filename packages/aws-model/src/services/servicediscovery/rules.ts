import { type AwsShape, asRule, constraint, longest } from "../../rules/awsShape.ts";
import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import type { Rule } from "../../rules/rule.ts";
import { isSameIgnoringCase, twin } from "../../rules/twin.ts";
import { record, records, text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const api = "https://docs.aws.amazon.com";

const namespaceOf = ({ namespaceId, dnsConfig }: Properties): string =>
  text(namespaceId) || text(record(dnsConfig).namespaceId);

const service = "aws:ecs/service:Service";

const shapes: readonly AwsShape[] = [
  {
    name: "discovery-service-name-shape",
    type: "aws:servicediscovery/service:Service",
    property: "name",
    thing: "Service Discovery Service",
    answer: { service: "ServiceDiscovery", operation: "CreateService", code: "InvalidInput" },
    field: "name",
    shapes: () => [
      longest(127),
      constraint(
        /^([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9])(\.([a-zA-Z0-9_][a-zA-Z0-9-_]{0,61}[a-zA-Z0-9_]|[a-zA-Z0-9]))*$/,
      ),
    ],
    source: `${api}/cloud-map/latest/api/API_CreateService.html`,
  },
];

const deletions: readonly Deletion[] = [
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

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  {
    name: "discovery-service-name",
    source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html",
    applies: { types: ["aws:servicediscovery/service:Service"], on: ["create"] },
    check: ({ type, inputs, world }) =>
      world
        .resources(type)
        .some(
          ({ state }) =>
            isSameIgnoringCase(state.name, inputs.name) && namespaceOf(state) === namespaceOf(inputs),
        )
        ? {
            doing: `creating Service Discovery Service (${inputs.name})`,
            answer: {
              service: "ServiceDiscovery",
              operation: "CreateService",
              code: "ServiceAlreadyExists",
            },
            message: "Service already exists.",
          }
        : undefined,
  },
  {
    name: "private-namespace-in-vpc",
    source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html",
    applies: { types: ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"], on: ["create"] },
    check: (change) => {
      const { inputs, region, world } = change;
      const zones = world
        .resources("aws:route53/zone:Zone")
        .filter(({ state }) => records(state.vpcs).some((one) => record(one).vpcId === inputs.vpc));
      const isTaken =
        twin(change, ["name", "vpc"], isSameIgnoringCase) !== undefined ||
        zones.some(({ state }) => isSameIgnoringCase(state.name, inputs.name));
      if (!isTaken) return undefined;
      return {
        doing: `waiting for Service Discovery Private DNS Namespace (${inputs.name}) create`,
        message: `unexpected state 'FAIL', wanted target 'SUCCESS'. last error: CANNOT_CREATE_HOSTED_ZONE: The VPC that you chose, ${inputs.vpc} in region ${region}, is already associated with another private hosted zone that has an overlapping name space, ${inputs.name}.. (Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)`,
      };
    },
  },
  ...deletions.map(inUseRule),
];
