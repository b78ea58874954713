import type { Properties } from "../../../../src/world/world.ts";
import { containers, definitionArn, type SmallNetwork, secretArn } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";

const host = "db.c1.us-east-1.rds.amazonaws.com";

const closeDatabase = ({ disallow }: SmallNetwork) => disallow("sg-database", "ingress", 5432, "sg-tasks");

const closeCache = ({ disallow }: SmallNetwork) => disallow("sg-cache", "ingress", 6379, "sg-tasks");

const closed = (name: string, port: number) =>
  `Security group ${name} (sg-${name}) has no ingress rule for TCP ${port} from security group tasks (sg-tasks) or 10.0.10.0/24.`;

const withContainer = ({ change }: SmallNetwork, container: Properties) =>
  change(definitionArn, { containerDefinitions: JSON.stringify([{ ...containers[0], ...container }]) });

export const dataServiceCases: readonly NetworkCase[] = [
  {
    rule: "task-reaches-database",
    what: "a database that doesn't let tasks in",
    change: closeDatabase,
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. ${closed("database", 5432)}`,
  },
  {
    rule: "task-reaches-database",
    what: "tasks that may not connect to it",
    change: ({ disallow }) => disallow("sg-tasks", "egress", 5432, "sg-database"),
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. Security group tasks (sg-tasks) has no egress rule for TCP 5432 to security group database (sg-database) or 10.0.20.0/24.`,
  },
  {
    rule: "task-reaches-database",
    what: "a database on another port than the rules",
    change: ({ change }) => change("db-main", { port: 5433 }),
    message: `connection to server at "${host}", port 5433 failed: Connection timed out. Security group tasks (sg-tasks) has no egress rule for TCP 5433 to security group database (sg-database) or 10.0.20.0/24.`,
  },
  {
    rule: "task-reaches-database",
    what: "a VPC without DNS",
    change: ({ change }) => change("vpc-main", { enableDnsSupport: false }),
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. VPC main (vpc-main) resolves no names: its enableDnsSupport is off.`,
  },
  {
    rule: "task-reaches-database",
    what: "a database that the tasks aren't told of",
    change: (network) => {
      closeDatabase(network);
      withContainer(network, { environment: [{ name: "POSTGRES_SERVICE_HOST", value: `other-${host}` }] });
    },
  },
  {
    rule: "task-reaches-database",
    what: "a database in a URL",
    change: (network) => {
      closeDatabase(network);
      withContainer(network, {
        environment: [{ name: "DATABASE_URL", value: `postgres://u:p@${host}:5432/shop` }],
      });
    },
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. ${closed("database", 5432)}`,
  },
  {
    rule: "task-reaches-database",
    what: "a database in a parameter",
    change: (network) => {
      closeDatabase(network);
      network.add("aws:ssm/parameter:Parameter", "parameter-url", { name: "/shop/api-key", value: host });
      withContainer(network, { environment: [] });
    },
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. ${closed("database", 5432)}`,
  },
  {
    rule: "task-reaches-database",
    what: "a database in a parameter whose name has no slash",
    change: (network) => {
      closeDatabase(network);
      network.add("aws:ssm/parameter:Parameter", "parameter-url", { name: "database", value: host });
      const valueFrom = "arn:aws:ssm:us-east-1:123456789012:parameter/database";
      withContainer(network, { environment: [], secrets: [{ name: "HOST", valueFrom }] });
    },
    message: `connection to server at "${host}", port 5432 failed: Connection timed out. ${closed("database", 5432)}`,
  },
  {
    rule: "task-reaches-database",
    what: "a database in subnets that no stack has made, with rules for addresses",
    change: ({ change, allow, disallow }) => {
      disallow("sg-tasks", "egress", 5432, "sg-database");
      allow("sg-tasks", "egress", 5432, "10.8.0.0/16");
      change("db-main", { dbSubnetGroupName: "elsewhere" });
    },
  },
  {
    rule: "task-reaches-cache",
    what: "a cache that doesn't let tasks in, known from a secret",
    change: closeCache,
    message: `Error 110 connecting to master.cache.c1.use1.cache.amazonaws.com:6379. Connection timed out. ${closed("cache", 6379)}`,
  },
  {
    rule: "task-reaches-cache",
    what: "a secret with another cache's address",
    change: (network) => {
      closeCache(network);
      network.change("version-cache", { secretId: secretArn("other") });
    },
  },
];
