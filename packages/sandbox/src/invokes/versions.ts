import { awsError } from "../provider/awsError.ts";
import { account } from "../provider/config.ts";
import { actualVersion, engines, familyOf, postgresUpgrades } from "../recipes/engines.ts";
import { isSnapshot, snapshotsOf } from "../world/databaseSnapshots.ts";
import type { Properties } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";
import { resultsOf } from "./lookup.ts";

/** A task definition by ARN, `family:revision` or `family`, which means its newest active revision. */
function taskDefinition({ args, region, world }: Invocation): Properties {
  const wanted = String(args.taskDefinition).split("/").pop() ?? "";
  const live = world.resources("aws:ecs/taskDefinition:TaskDefinition").map(({ state }) => state);
  const left = world.remains("task-definition").map(({ state }) => state);
  const revisions = [...live, ...left]
    .filter((state) => state.region === region)
    .sort((a, b) => Number(b.revision) - Number(a.revision));
  const state = revisions.find((candidate) =>
    wanted.includes(":")
      ? `${candidate.family}:${candidate.revision}` === wanted
      : candidate.family === wanted && candidate.status === "ACTIVE",
  );
  if (!state) {
    throw new Error(
      `reading ECS Task Definition (${args.taskDefinition}): ${awsError({
        service: "ECS",
        operation: "DescribeTaskDefinition",
        code: "ClientException",
        message: "Unable to describe task definition.",
      })}`,
    );
  }
  const id = String(state.arn);
  return resultsOf(
    "aws:ecs/getTaskDefinition:getTaskDefinition",
    { type: "", none: () => "", made: () => ({ taskDefinition: String(args.taskDefinition) }) },
    { type: "", id, urn: "", inputs: {}, state },
  );
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
  return resultsOf(
    "aws:rds/getSnapshot:getSnapshot",
    {
      type: "",
      none: () => "",
      made: () => ({ dbSnapshotArn: `arn:aws:rds:${region}:${account}:snapshot:${id}` }),
    },
    { type: "", id, urn: "", inputs: {}, state },
  );
}

/** Data sources that choose one of several versions, also of those that deletions left. */
export const versions: Invokes = {
  "aws:ecs/getTaskDefinition:getTaskDefinition": taskDefinition,
  "aws:rds/getEngineVersion:getEngineVersion": engineVersion,
  "aws:rds/getSnapshot:getSnapshot": snapshot,
};
