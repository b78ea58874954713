import type { Invocation, Invokes } from "../../descriptor/invocation.ts";
import { account } from "../../facts/account.ts";
import { actualVersion, engines, familyOf, postgresUpgrades } from "../../facts/engines.ts";
import { isSnapshot, snapshotsOf } from "../../world/databaseSnapshots.ts";
import type { Properties } from "../../world/world.ts";
import { INSTANCE } from "./instance.ts";

/** A server by its identifier. */
function instance({ args, world }: Invocation): Properties {
  const found = world.resources(INSTANCE).find(({ state }) => state.identifier === args.dbInstanceIdentifier);
  if (!found) throw new Error("no matching RDS DB Instance found");
  const { state } = found;
  return {
    ...state,
    id: state.identifier ?? "",
    dbInstanceArn: state.arn ?? "",
    dbInstanceIdentifier: state.identifier ?? "",
    engineVersion: state.engineVersionActual ?? "",
    masterUsername: state.username ?? "",
  };
}

function engineVersion({ args }: Invocation): Properties {
  const engine = String(args.engine);
  const known = engines[engine]?.versions;
  const asked = [args.version, ...(Array.isArray(args.preferredVersions) ? args.preferredVersions : [])]
    .filter((version) => version !== undefined)
    .map(String);
  const candidates = asked.length === 0 ? [""] : asked;
  const all = known ? Object.values(known) : [];
  const version = candidates
    .map((candidate) => actualVersion(engine, candidate))
    .find(
      (candidate) => all.includes(candidate) || all.some((newest) => majorOf(newest) === majorOf(candidate)),
    );
  if (version === undefined) throw new Error("no RDS engine versions match the criteria");
  const targets =
    engine === "postgres"
      ? postgresUpgrades(version)
      : all.filter((candidate) => Number.parseFloat(candidate) > Number.parseFloat(version));
  return {
    defaultOnly: args.defaultOnly ?? false,
    engine,
    engineDescription: engine,
    id: version,
    parameterGroupFamily: familyOf(engine, version),
    status: "available",
    validMajorTargets: targets.filter((target) => majorOf(target) !== majorOf(version)),
    validUpgradeTargets: targets,
    version,
    versionActual: version,
    versionDescription: `${engine} ${version}`,
  };
}

const majorOf = (version: string): string => version.split(".")[0] ?? "";

/** A snapshot that a resource made, or that a deleted database left. */
function snapshot({ args, region, world }: Invocation): Properties {
  const fitting = snapshotsOf(world).filter(
    (state) =>
      (args.dbSnapshotIdentifier === undefined || isSnapshot(state, String(args.dbSnapshotIdentifier))) &&
      (args.dbInstanceIdentifier === undefined || state.dbInstanceIdentifier === args.dbInstanceIdentifier),
  );
  const state = fitting.at(-1);
  if (!state)
    throw new Error("Your query returned no results. Please change your search criteria and try again.");
  if (fitting.length > 1 && args.mostRecent !== true) {
    throw new Error(
      "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
    );
  }
  const id = String(state.dbSnapshotIdentifier);
  return { ...state, id, dbSnapshotArn: `arn:aws:rds:${region}:${account}:snapshot:${id}` };
}

/** What DjangoBase asks RDS. */
export const dataSources: Invokes = {
  "aws:rds/getEngineVersion:getEngineVersion": engineVersion,
  "aws:rds/getInstance:getInstance": instance,
  "aws:rds/getSnapshot:getSnapshot": snapshot,
};
