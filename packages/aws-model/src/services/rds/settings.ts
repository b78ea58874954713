import { combination, invalid } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { windowLength, windowsMeet } from "../../rules/windows.ts";
import { text, texts } from "../../world/reading.ts";
import { instanceRule } from "./instanceRule.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";

/** As of the month below: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const authorities = ["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"];
const authoritiesAsOf = "November 2026";

/** Words that PostgreSQL or RDS reserve. */
const reserved = ["admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "user"];

/** What says the first user's password, and what brings one along. */
const passwords = ["password", "passwordWo", "manageMasterUserPassword"];
const originals = ["replicateSourceDb", "restoreToPointInTime", "s3Import", "snapshotIdentifier"];

const leastWindow = 30;

export const settingsRules: readonly Rule[] = [
  instanceRule({
    name: "database-windows",
    source: `${guide}/USER_WorkingWithAutomatedBackups.html`,
    check: ({ wanted, isAsked, isNew, inputs }) => {
      if (!isAsked("backupWindow") && !isAsked("maintenanceWindow")) return undefined;
      // If a window is left out, AWS puts it where it overlaps with no other.
      const of = (property: string) => text(isNew ? inputs[property] : wanted(property));
      const [daily, weekly] = [of("backupWindow"), of("maintenanceWindow")];
      if (daily === "" || weekly === "" || !windowsMeet(daily, weekly)) return undefined;
      return invalid("The backup window and maintenance window must not overlap.");
    },
  }),
  instanceRule({
    name: "database-window-length",
    source: `${guide}/USER_UpgradeDBInstance.Maintenance.html`,
    check: ({ inputs, isAsked }) => {
      const isShort = (property: string) =>
        isAsked(property) && (windowLength(text(inputs[property])) ?? leastWindow) < leastWindow;
      if (isShort("backupWindow")) return invalid("The backup window must be at least 30 minutes.");
      if (isShort("maintenanceWindow")) return invalid("The maintenance window must be at least 30 minutes.");
      return undefined;
    },
  }),
  instanceRule({
    name: "database-performance-insights-retention",
    source: `${guide}/USER_PerfInsights.Overview.cost.html`,
    check: ({ inputs, isAsked }) => {
      const days = Number(inputs.performanceInsightsRetentionPeriod ?? 0);
      const isOffered = days === 7 || days === 731 || (days > 0 && days <= 23 * 31 && days % 31 === 0);
      if (!isAsked("performanceInsightsRetentionPeriod") || days === 0 || isOffered) return undefined;
      return invalid(
        `Invalid Performance Insights retention period: ${days}. Valid values are 7, 731 and month * 31, where month is 1 to 23.`,
      );
    },
  }),
  instanceRule({
    name: "database-monitoring-role",
    source: `${guide}/USER_Monitoring.OS.Enabling.html`,
    check: ({ inputs, isAsked, wanted }) => {
      const interval = Number(inputs.monitoringInterval ?? 0);
      const role = text(wanted("monitoringRoleArn"));
      if (isAsked("monitoringInterval") && interval !== 0 && role === "")
        return combination(
          "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
        );
      if (isAsked("monitoringRoleArn") && interval === 0)
        return combination(
          "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.",
        );
      return undefined;
    },
  }),
  instanceRule({
    name: "database-advanced-insights",
    source: `${guide}/USER_DatabaseInsights.TurningOnAdvanced.html`,
    check: ({ inputs, wanted, isAsked }) => {
      const days = Number(wanted("performanceInsightsRetentionPeriod") ?? 0);
      const isKept = wanted("performanceInsightsEnabled") === true && days >= 465;
      if (!isAsked("databaseInsightsMode") || inputs.databaseInsightsMode !== "advanced" || isKept)
        return undefined;
      return combination(
        "To enable the Advanced mode of Database Insights, modify your instance to enable Performance Insights and set the retention period for Performance Insights to at least 465 days.",
      );
    },
  }),
  instanceRule({
    name: "database-zone-with-multi-zone",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    check: ({ inputs, isNew }) =>
      isNew && inputs.multiAz === true && text(inputs.availabilityZone) !== ""
        ? combination("Requesting a specific availability zone is not valid for Multi-AZ instances.")
        : undefined,
  }),
  instanceRule({
    name: "database-certificate-authority",
    source: `${guide}/UsingWithRDS.SSL.html`,
    asOf: authoritiesAsOf,
    check: ({ inputs, isAsked }) => {
      const authority = text(inputs.caCertIdentifier);
      if (!isAsked("caCertIdentifier") || authorities.includes(authority)) return undefined;
      return { code: "CertificateNotFound", status: 404, message: `Certificate not found: ${authority}` };
    },
  }),
  instanceRule({
    name: "database-reserved-user",
    source: `${guide}/USER_CreateDBInstance.Settings.html`,
    check: ({ inputs, isNew }) => {
      const username = text(inputs.username);
      if (!isNew || !reserved.includes(username.toLowerCase())) return undefined;
      return invalid(`MasterUsername ${username} cannot be used as it is a reserved word used by the engine`);
    },
  }),
  instanceRule({
    name: "database-password-given",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    check: ({ inputs, isNew }) => {
      const hasUser = text(inputs.username) !== "";
      const hasPassword = passwords.some((property) => inputs[property] !== undefined);
      const isCopy = originals.some((property) => inputs[property] !== undefined);
      return isNew && hasUser && !hasPassword && !isCopy
        ? invalid("The parameter MasterUserPassword must be provided and must not be blank.")
        : undefined;
    },
  }),
  instanceRule({
    name: "database-security-groups-vpc",
    source: `${guide}/USER_VPC.WorkingWithRDSInstanceinaVPC.html`,
    check: ({ inputs, wanted, world }) => {
      const vpc = text(
        world.get("aws:rds/subnetGroup:SubnetGroup", text(wanted("dbSubnetGroupName")))?.state.vpcId,
      );
      const other = texts(inputs.vpcSecurityGroupIds)
        .map((id) => text(world.get("aws:ec2/securityGroup:SecurityGroup", id)?.state.vpcId))
        .find((id) => id !== "" && id !== vpc);
      if (vpc === "" || other === undefined) return undefined;
      return combination(
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpc} and the EC2 security group is in ${other}`,
      );
    },
  }),
];
