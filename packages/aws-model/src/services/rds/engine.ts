import { actualVersion, enginesAsOf, isPostgresUpgrade, isPostgresVersion } from "../../facts/engines.ts";
import { combination, invalid, type Planned } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import { classesAsOf, classSupport } from "./classes.ts";
import { instanceRule } from "./instanceRule.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";

/** The full version that the server is to have; the one that it has, where that is one of the kind asked for. */
function fullVersion({ wanted, state }: Planned): string {
  const [asked, actual] = [text(wanted("engineVersion")), text(state.engineVersionActual)];
  if (actual !== "" && (asked === actual || actual.startsWith(`${asked}.`))) return actual;
  return actualVersion("postgres", asked);
}

const majorOf = (version: string): string => version.split(".")[0] ?? "";

export const engineRules: readonly Rule[] = [
  instanceRule({
    name: "database-engine-version",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html",
    asOf: enginesAsOf,
    check: ({ inputs, isAsked }) => {
      const version = text(inputs.engineVersion);
      if (version === "" || !isAsked("engineVersion") || isPostgresVersion(version)) return undefined;
      return combination(`Cannot find version ${version} for postgres`);
    },
  }),
  instanceRule({
    name: "database-major-upgrade-allowed",
    source: `${guide}/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html`,
    check: (planned) => {
      const [from, to] = [text(planned.state.engineVersionActual), fullVersion(planned)];
      if (planned.isNew || planned.inputs.allowMajorVersionUpgrade === true) return undefined;
      if (Number(majorOf(to)) <= Number(majorOf(from))) return undefined;
      return combination(
        "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
      );
    },
  }),
  instanceRule({
    name: "database-upgrade-path",
    source: `${guide}/USER_UpgradeDBInstance.PostgreSQL.UpgradeVersion.html`,
    check: (planned) => {
      const [from, to] = [text(planned.state.engineVersionActual), fullVersion(planned)];
      if (planned.isNew || from === to || isPostgresUpgrade(from, to)) return undefined;
      return combination(`Cannot upgrade postgres from ${from} to ${to}`);
    },
  }),
  instanceRule({
    name: "database-class",
    source: `${guide}/Concepts.DBInstanceClass.Types.html`,
    asOf: classesAsOf,
    check: ({ inputs, isAsked }) => {
      const instanceClass = text(inputs.instanceClass);
      if (!isAsked("instanceClass") || classSupport(instanceClass) !== "none") return undefined;
      return invalid(`Invalid DB Instance class: ${instanceClass}`);
    },
  }),
  instanceRule({
    name: "database-class-of-engine",
    source: `${guide}/Concepts.DBInstanceClass.Support.html`,
    asOf: classesAsOf,
    check: (planned) => {
      const { inputs, isAsked } = planned;
      const instanceClass = text(inputs.instanceClass);
      if (!isAsked("instanceClass") || classSupport(instanceClass) !== "of others") return undefined;
      return combination(
        `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${instanceClass}, Engine=postgres, EngineVersion=${fullVersion(planned)}, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.`,
      );
    },
  }),
];
