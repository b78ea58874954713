import { actualVersion, enginesAsOf, familyOf, isCacheVersion } from "../../facts/engines.ts";
import { combination, invalid } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { windowsMeet } from "../../rules/windows.ts";
import { text } from "../../world/reading.ts";
import type { World } from "../../world/world.ts";
import { groupRule, type PlannedGroup } from "./groupRule.ts";
import { hasDisk, isNodeType, nodeTypesAsOf } from "./nodeTypes.ts";

const guide = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";

const isEncrypted = ({ wanted }: PlannedGroup): boolean => wanted("transitEncryptionEnabled") === true;

const neededFamily = ({ engine, wanted }: PlannedGroup): string =>
  familyOf(engine, actualVersion(engine, text(wanted("engineVersion"))));

/** The family of a parameter group by name; undefined if it is not known. */
function familyOfGroup(name: string, world: World): string | undefined {
  const [, known] = /^default\.(.*?)(\.cluster\.on)?$/.exec(name) ?? [];
  if (known !== undefined) return known;
  const family = text(world.get("aws:elasticache/parameterGroup:ParameterGroup", name)?.state.family);
  return family === "" ? undefined : family;
}

/** Replication groups of Valkey and Redis, and their groups of parameters. */
export const cacheRules: readonly Rule[] = [
  groupRule({
    name: "cache-valkey-with-version",
    source: `${guide}/VersionManagement.HowTo.html`,
    check: ({ isNew, id, engine, isAsked }) =>
      isNew || engine !== "valkey" || !isAsked("engine") || isAsked("engineVersion")
        ? undefined
        : {
            message: `must explicitly set 'engine_version' attribute for Replication Group (${id}) when updating engine to 'valkey'`,
          },
  }),
  groupRule({
    name: "cache-engine-version",
    source: `${guide}/engine-versions.html`,
    asOf: enginesAsOf,
    check: ({ engine, inputs, isAsked }) => {
      const version = text(inputs.engineVersion);
      if (version === "" || !(isAsked("engineVersion") || isAsked("engine"))) return undefined;
      if (!["redis", "valkey"].includes(engine) || isCacheVersion(engine, version)) return undefined;
      return combination(`Cannot find version ${version} for ${engine}`);
    },
  }),
  groupRule({
    name: "cache-subnet-group-exists",
    source:
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    check: ({ inputs, isAsked, world }) => {
      const name = text(inputs.subnetGroupName);
      const isThere = name === "default" || world.get("aws:elasticache/subnetGroup:SubnetGroup", name);
      if (name === "" || !isAsked("subnetGroupName") || isThere) return undefined;
      return {
        code: "CacheSubnetGroupNotFoundFault",
        message: `Cache Subnet Group ${name} does not exist.`,
      };
    },
  }),
  groupRule({
    name: "cache-node-type",
    source: `${guide}/CacheNodes.SupportedTypes.html`,
    asOf: nodeTypesAsOf,
    check: ({ inputs, isAsked }) => {
      const nodeType = text(inputs.nodeType);
      if (!isAsked("nodeType") || isNodeType(nodeType)) return undefined;
      return invalid(`Invalid Cache Node Type: ${nodeType}`);
    },
  }),
  groupRule({
    name: "cache-data-tiering",
    source: `${guide}/data-tiering.html`,
    check: ({ inputs }) => {
      const nodeType = text(inputs.nodeType);
      if (nodeType === "" || hasDisk(nodeType) === (inputs.dataTieringEnabled === true)) return undefined;
      return combination(
        hasDisk(nodeType)
          ? `Data tiering must be enabled for node type ${nodeType}.`
          : `Data tiering is not supported for node type ${nodeType}.`,
      );
    },
  }),
  groupRule({
    name: "cache-token-needs-tls",
    source: `${guide}/auth.html`,
    check: (planned) =>
      text(planned.inputs.authToken) === "" || isEncrypted(planned)
        ? undefined
        : invalid("The AUTH token is only supported when encryption-in-transit is enabled."),
  }),
  groupRule({
    name: "cache-token-alphabet",
    source: `${guide}/auth.html`,
    check: ({ inputs, isAsked }) =>
      isAsked("authToken") && !/^[0-9A-Za-z!&#$^<>-]*$/.test(text(inputs.authToken))
        ? invalid("Invalid AuthToken provided.")
        : undefined,
  }),
  groupRule({
    name: "cache-tls-mode",
    source: `${guide}/in-transit-encryption-enable.html`,
    check: (planned) => {
      const { inputs, isNew, isAsked, state } = planned;
      const mode = text(inputs.transitEncryptionMode);
      if (isAsked("transitEncryptionMode") && mode !== "" && !isEncrypted(planned))
        return combination("To modify transit encryption mode, set encryption-in-transit as enabled.");
      const isTurnedOff =
        state.transitEncryptionEnabled === true && inputs.transitEncryptionEnabled === false;
      if (!isNew && isTurnedOff && state.transitEncryptionMode !== "preferred")
        return combination(
          "To disable encryption-in-transit, set the transit encryption mode to preferred first, and turn it off in a later change.",
        );
      const isTurnedOn = !isNew && state.transitEncryptionEnabled !== true && isEncrypted(planned);
      if (!isTurnedOn || mode === "preferred") return undefined;
      return combination(
        "To enable encryption-in-transit, set the transit encryption mode to preferred first, and to required in a later change.",
      );
    },
  }),
  groupRule({
    name: "cache-tls-mode-with-token",
    source: `${guide}/in-transit-encryption-enable.html`,
    check: ({ inputs, isNew }) =>
      isNew && text(inputs.authToken) !== "" && inputs.transitEncryptionMode === "preferred"
        ? combination("Transit encryption preferred is not supported with redis access control.")
        : undefined,
  }),
  groupRule({
    name: "cache-parameter-group-family",
    source: `${guide}/ParameterGroups.html`,
    check: (planned) => {
      // AWS switches to the default parameters of the new family by itself, but not to others.
      const [asked, current] = [planned.inputs, planned.state].map(({ parameterGroupName }) =>
        text(parameterGroupName),
      );
      const name = asked || (current?.startsWith("default.") ? "" : current) || "";
      const family = familyOfGroup(name, planned.world);
      const needed = neededFamily(planned);
      if (!["redis", "valkey"].includes(planned.engine) || family === undefined || family === needed)
        return undefined;
      return combination(`Expected a parameter group of family ${needed} but found one of family ${family}`);
    },
  }),
  groupRule({
    name: "cache-windows",
    source: `${guide}/backups-automatic.html`,
    check: ({ inputs, wanted, isAsked, isNew }) => {
      if (!isAsked("snapshotWindow") && !isAsked("maintenanceWindow")) return undefined;
      // If a window is left out, AWS puts it where it overlaps with no other.
      const of = (property: string) => text(isNew ? inputs[property] : wanted(property));
      const [daily, weekly] = [of("snapshotWindow"), of("maintenanceWindow")];
      if (daily === "" || weekly === "" || !windowsMeet(daily, weekly)) return undefined;
      return invalid("The snapshot window and maintenance window must not overlap.");
    },
  }),
];
