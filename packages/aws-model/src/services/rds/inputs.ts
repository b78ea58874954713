import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { arn, conflict, daily, setting, weekly } from "../../rules/inputs.ts";
import { atMost, matches, matchesNot, type Shape, unless, when, within } from "../../rules/shapes.ts";
import { INSTANCE } from "./instance.ts";

/** Identifiers of databases. */
const identifier: readonly Shape[] = [
  unless(/^[0-9a-z-]+$/, "only lowercase alphanumeric characters and hyphens allowed in %q"),
  unless(/^[a-z]/, "first character of %q must be a letter"),
  when(/--/, "%q cannot contain two consecutive hyphens"),
  when(/-$/, "%q cannot end with a hyphen"),
];

const api = "https://docs.aws.amazon.com";

const reference = `${api}/AmazonRDS/latest/APIReference`;

/** Names of the snapshots that the last state of a database is kept in. */
const finalSnapshot = (name: string, type: string, shapes: readonly Shape[], page: string): InputShape => ({
  name,
  type,
  property: "finalSnapshotIdentifier",
  field: "final_snapshot_identifier",
  shapes,
  source: `${reference}/${page}`,
});

const parameterGroup: readonly Shape[] = [
  unless(
    /^[0-9a-z.-]+$/,
    "only lowercase alphanumeric characters, periods, and hyphens allowed in parameter group %q",
  ),
  unless(/^[a-z]/, "first character of parameter group %q must be a letter"),
  when(/--/, "parameter group %q cannot contain two consecutive hyphens"),
  when(/-$/, "parameter group %q cannot end with a hyphen"),
  atMost(255, "parameter group %q cannot be greater than 255 characters"),
];

const rds = `${api}/AmazonRDS/latest/APIReference/API_CreateDBInstance.html`;

const shapes: readonly InputShape[] = [
  {
    name: "db-instance-identifier-shape",
    type: INSTANCE,
    property: "identifier",
    shapes: identifier,
    source: `${reference}/API_CreateDBInstance.html`,
  },
  finalSnapshot(
    "db-final-snapshot-identifier-shape",
    INSTANCE,
    [
      matches(/^[A-Za-z]/, "must begin with alphabetic character"),
      matches(/^[0-9A-Za-z-]+$/, "must only contain alphanumeric characters and hyphens"),
      matchesNot(/--/, "cannot contain two consecutive hyphens"),
      matchesNot(/-$/, "cannot end in a hyphen"),
    ],
    "API_DeleteDBInstance.html",
  ),
  finalSnapshot(
    "db-cluster-final-snapshot-identifier-shape",
    "aws:rds/cluster:Cluster",
    [
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q"),
      when(/--/, "%q cannot contain two consecutive hyphens"),
      when(/-$/, "%q cannot end in a hyphen"),
    ],
    "API_DeleteDBCluster.html",
  ),
  {
    name: "db-subnet-group-name-shape",
    type: "aws:rds/subnetGroup:SubnetGroup",
    property: "name",
    shapes: [
      unless(
        /^[0-9a-z_ .-]+$/,
        "only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in %q",
      ),
      atMost(255, "%q cannot be longer than 255 characters"),
      when(/^default$/i, '"Default" is not allowed as %q'),
    ],
    source: `${reference}/API_CreateDBSubnetGroup.html`,
  },
  {
    name: "db-parameter-group-name-shape",
    type: "aws:rds/parameterGroup:ParameterGroup",
    property: "name",
    shapes: parameterGroup,
    source: `${reference}/API_CreateDBParameterGroup.html`,
  },
  setting("database-backup-window-shape", INSTANCE, "backupWindow", daily, rds),
  setting("database-maintenance-window-shape", INSTANCE, "maintenanceWindow", weekly, rds),
  setting("database-backup-retention", INSTANCE, "backupRetentionPeriod", within(0, 35), rds),
  arn("database-key-arn", INSTANCE, "kmsKeyId"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = [
  ...shapes.map(asInputRule),
  conflict(
    "database-password-or-managed",
    INSTANCE,
    "password",
    { manageMasterUserPassword: "manage_master_user_password" },
    rds,
  ),
];
