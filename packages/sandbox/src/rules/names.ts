import type { Value } from "../world/world.ts";
import type { Change, Rule } from "./rule.ts";

/** A name that may be there once, and AWS's answer to the second. */
interface UniqueName {
  type: string;
  /** The properties that are unique together; the first is the name. */
  by: readonly string[];
  /** What the provider calls the resource. */
  thing: string;
  /** The service and operation as the SDK spells them. */
  service: string;
  operation: string;
  status?: number;
  code: string;
  message(name: string): string;
  /** The service's API reference. */
  reference: string;
}

const api = "https://docs.aws.amazon.com";
const iam = {
  service: "IAM",
  status: 409,
  code: "EntityAlreadyExists",
  reference: `${api}/IAM/latest/APIReference`,
};
const rds = { service: "RDS", reference: `${api}/AmazonRDS/latest/APIReference` };
const cache = { service: "ElastiCache", reference: `${api}/AmazonElastiCache/latest/APIReference` };

/** Unique by account, and by region where the service has regions. */
const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:ecr/repository:Repository",
    by: ["name"],
    thing: "ECR Repository",
    service: "ECR",
    operation: "CreateRepository",
    code: "RepositoryAlreadyExistsException",
    message: (name) =>
      `The repository with name '${name}' already exists in the registry with id '123456789012'`,
    reference: `${api}/AmazonECR/latest/APIReference`,
  },
  {
    ...iam,
    type: "aws:iam/role:Role",
    by: ["name"],
    thing: "IAM Role",
    operation: "CreateRole",
    message: (name) => `Role with name ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/policy:Policy",
    by: ["name", "path"],
    thing: "IAM Policy",
    operation: "CreatePolicy",
    message: (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  },
  {
    ...iam,
    type: "aws:iam/instanceProfile:InstanceProfile",
    by: ["name"],
    thing: "IAM Instance Profile",
    operation: "CreateInstanceProfile",
    message: (name) => `Instance Profile ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    by: ["url"],
    thing: "IAM OIDC Provider",
    operation: "CreateOpenIDConnectProvider",
    message: (url) => `Provider with url ${url} already exists.`,
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    by: ["name"],
    thing: "CloudWatch Logs Log Group",
    service: "CloudWatch Logs",
    operation: "CreateLogGroup",
    code: "ResourceAlreadyExistsException",
    message: () => "The specified log group already exists",
    reference: `${api}/AmazonCloudWatchLogs/latest/APIReference`,
  },
  {
    type: "aws:ssm/parameter:Parameter",
    by: ["name"],
    thing: "SSM Parameter",
    service: "SSM",
    operation: "PutParameter",
    code: "ParameterAlreadyExists",
    message: () =>
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    reference: `${api}/systems-manager/latest/APIReference`,
  },
  {
    ...rds,
    type: "aws:rds/instance:Instance",
    by: ["identifier"],
    thing: "RDS DB Instance",
    operation: "CreateDBInstance",
    code: "DBInstanceAlreadyExists",
    message: () => "DB instance already exists",
  },
  {
    ...rds,
    type: "aws:rds/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "RDS DB Subnet Group",
    operation: "CreateDBSubnetGroup",
    code: "DBSubnetGroupAlreadyExists",
    message: (name) => `The DB subnet group '${name}' already exists.`,
  },
  {
    ...rds,
    type: "aws:rds/parameterGroup:ParameterGroup",
    by: ["name"],
    thing: "DB Parameter Group",
    operation: "CreateDBParameterGroup",
    code: "DBParameterGroupAlreadyExists",
    message: (name) => `Parameter group ${name} already exists`,
  },
  {
    ...cache,
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    by: ["replicationGroupId"],
    thing: "ElastiCache Replication Group",
    operation: "CreateReplicationGroup",
    code: "ReplicationGroupAlreadyExists",
    message: (name) => `Replication group ${name} already exists.`,
  },
  {
    ...cache,
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "ElastiCache Subnet Group",
    operation: "CreateCacheSubnetGroup",
    code: "CacheSubnetGroupAlreadyExists",
    message: (name) => `Cache subnet group ${name} already exists.`,
  },
];

export const nameRules: readonly Rule[] = uniqueNames.map(
  ({ type, by, thing, service, operation, status, code, message, reference }) => ({
    name: `${thing.toLowerCase().replaceAll(" ", "-")}-name`,
    source: `${reference}/API_${operation}.html`,
    applies: { types: [type], on: ["create"] },
    check: (change) => {
      const name = String(change.inputs[by[0] ?? ""]);
      if (change.inputs.overwrite === true || !twin(change, by)) return undefined;
      return {
        doing: `creating ${thing} (${name})`,
        answer: { service, operation, code, ...(status === undefined ? {} : { status }) },
        message: message(name),
      };
    },
  }),
);

/** The live resource of the same type that has the same value for each of the properties, if there is one. */
export function twin({ type, id, inputs, region, world }: Change, properties: readonly string[]) {
  const isGlobal = inputs.region === undefined;
  return world
    .resources(type)
    .find(
      (other) =>
        other.id !== id &&
        (isGlobal || other.state.region === region) &&
        properties.every((property) => isSame(other.state[property], inputs[property])),
    );
}

/** AWS takes names for the same that differ only in capitals. */
export const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();
