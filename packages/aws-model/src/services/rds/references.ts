import { actualVersion } from "../../facts/engines.ts";
import { combination, invalid } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { isSnapshot, snapshotsOf } from "../../world/databaseSnapshots.ts";
import { text, texts } from "../../world/reading.ts";
import { INSTANCE } from "./instance.ts";
import { anyInstanceRule, instanceRule } from "./instanceRule.ts";

const rds = "https://docs.aws.amazon.com/AmazonRDS/latest";
const create = `${rds}/APIReference/API_CreateDBInstance.html`;

/** As of CreateDBInstance's page; those of clusters, and custom ones, are made differently and pass. */
const engines =
  /^(postgres|mysql|mariadb|oracle-(ee|se2)(-cdb)?|sqlserver-(ee|se|ex|web)|db2-(ae|se)|aurora-.+|custom-.+|neptune|docdb)$/;

const logTypes = ["postgresql", "upgrade", "iam-db-auth-error"];

/** What an instance names and AWS must have. */
export const referenceRules: readonly Rule[] = [
  anyInstanceRule({
    name: "database-engine",
    source: create,
    check: ({ inputs, isNew }) =>
      isNew && text(inputs.engine) !== "" && !engines.test(text(inputs.engine).toLowerCase())
        ? invalid("Invalid DB engine")
        : undefined,
  }),
  anyInstanceRule({
    name: "database-subnet-group-exists",
    source: create,
    check: ({ inputs, isAsked, world }) => {
      const name = text(inputs.dbSubnetGroupName);
      const isThere = name === "default" || world.get("aws:rds/subnetGroup:SubnetGroup", name);
      if (name === "" || !isAsked("dbSubnetGroupName") || isThere) return undefined;
      return {
        code: "DBSubnetGroupNotFoundFault",
        status: 404,
        message: `DB subnet group '${name}' does not exist.`,
      };
    },
  }),
  anyInstanceRule({
    name: "database-parameter-group-exists",
    source: create,
    check: ({ inputs, isAsked, world }) => {
      const name = text(inputs.parameterGroupName);
      const isThere = name.startsWith("default.") || world.get("aws:rds/parameterGroup:ParameterGroup", name);
      if (name === "" || !isAsked("parameterGroupName") || isThere) return undefined;
      return {
        code: "DBParameterGroupNotFound",
        status: 404,
        message: `DBParameterGroup not found: ${name}`,
      };
    },
  }),
  anyInstanceRule({
    name: "database-stays-in-vpc",
    source: `${rds}/UserGuide/USER_VPC.VPC2VPC.html`,
    check: ({ inputs, isNew, isAsked, state, world }) => {
      const vpcOf = (name: unknown) =>
        world.get("aws:rds/subnetGroup:SubnetGroup", text(name as string))?.state.vpcId;
      const name = text(inputs.dbSubnetGroupName);
      if (isNew || !isAsked("dbSubnetGroupName") || vpcOf(name) !== vpcOf(state.dbSubnetGroupName))
        return undefined;
      return {
        code: "InvalidVPCNetworkStateFault",
        message: `You cannot move DB instance ${state.identifier} to subnet group ${name}. The specified DB subnet group and DB instance are in the same VPC. Choose a DB subnet group in different VPC than the specified DB instance and try again.`,
      };
    },
  }),
  anyInstanceRule({
    name: "database-snapshot-exists",
    source: `${rds}/APIReference/API_RestoreDBInstanceFromDBSnapshot.html`,
    check: ({ inputs, isNew, world }) => {
      const identifier = text(inputs.snapshotIdentifier);
      const isThere = snapshotsOf(world).some((snapshot) => isSnapshot(snapshot, identifier));
      if (!isNew || identifier === "" || isThere) return undefined;
      return { code: "DBSnapshotNotFound", status: 404, message: `DBSnapshot not found: ${identifier}` };
    },
  }),
  anyInstanceRule({
    name: "replica-needs-backups",
    source: `${rds}/UserGuide/USER_ReadRepl.Create.html`,
    check: ({ inputs, isNew, world }) => {
      const source = text(inputs.replicateSourceDb);
      const original = world
        .resources(INSTANCE)
        .find(({ state }) => source !== "" && [state.identifier, state.arn].includes(source));
      if (!isNew || !original || Number(original.state.backupRetentionPeriod ?? 0) > 0) return undefined;
      return {
        code: "InvalidDBInstanceState",
        message:
          "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
      };
    },
  }),
  instanceRule({
    name: "database-log-types",
    source: `${rds}/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html`,
    check: ({ inputs, wanted }) => {
      const wrong = texts(inputs.enabledCloudwatchLogsExports).filter((type) => !logTypes.includes(type));
      if (wrong.length === 0) return undefined;
      return combination(
        `You cannot use the log types '${wrong.join(", ")}' with engine version postgres ${actualVersion("postgres", text(wanted("engineVersion")))}. For supported log types, see the documentation.`,
      );
    },
  }),
];
