import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Problem, refuse, wrongValue } from "../shared/errors.ts";

const PATH = "database.engineVersion";

/** The major version of what is asked for: `17` of `17.12`. */
export const majorOf = (version: string): string => version.split(".")[0] ?? "";

/**
 * Ends the program where another version is asked for than the server has, which only `allowMajorVersionUpgrade` changes: AWS
 * installs minor versions by itself, so that a version which is written somewhere is older than the server's before long.
 */
export function refuseOtherVersion(asked: pulumi.Input<string>, instance: aws.rds.Instance): void {
  pulumi
    .all([asked, instance.engineVersionActual])
    .apply(([wanted, actual]) => refuse("DjangoBase", checkOtherVersion(wanted, actual)));
}

/** What is wrong with a version if the server stays at its own. */
export function checkOtherVersion(asked: string, actual: string | undefined): Problem[] {
  if (!actual) return [];
  const difference = compareVersions(asked, actual);
  if (difference === 0) return [];
  const major = majorOf(actual);
  if (difference < 0) {
    // A minor version that was once written is history: AWS has moved on.
    if (majorOf(asked) === major) return [];
    return [wrongValue(PATH, asked, `The server runs ${actual}, and can't go back. Write "${major}".`)];
  }
  const remedy = `To upgrade it, set allowMajorVersionUpgrade and applyImmediately to true as well; to leave it, write "${major}".`;
  return [wrongValue(PATH, asked, `The server runs ${actual}. ${remedy}`)];
}

/** Less than 0 where the first is older, more where it is newer; 0 where they are the same as far as both are given. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < Math.min(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What RDS knows about an upgrade. */
export interface Upgrade {
  /** The version that the server has. */
  actual: string;
  /** The version that RDS understands by what is asked for: a major version alone means its usual minor one. */
  meant: string;
  /** The versions that RDS lets the server upgrade to. */
  targets: readonly string[];
}

/** The version, once it is known that the existing server can go to it; the program ends if it can't. */
export function offeredVersion(
  asked: pulumi.Input<string>,
  identifier: pulumi.Output<string>,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string> {
  const problems = pulumi
    .all([asked, identifier])
    .apply(async ([wanted, name]) => checkUpgrade(wanted, await upgradeTo(wanted, name, opts)));
  problems.apply((found) => refuse("DjangoBase", found));
  // Where there are problems it never resolves: every resource that waits for it would report the error again.
  return pulumi
    .all([asked, problems])
    .apply(
      async ([wanted, found]): Promise<string> =>
        found.length === 0 ? wanted : new Promise<never>(() => {}),
    );
}

/** What RDS knows about the upgrade; undefined where there is nothing to upgrade. */
async function upgradeTo(
  wanted: string,
  dbInstanceIdentifier: string,
  opts: pulumi.InvokeOptions,
): Promise<Upgrade | undefined> {
  // There may be no server yet.
  const server = await aws.rds.getInstance({ dbInstanceIdentifier }, opts).catch(() => undefined);
  if (server === undefined || compareVersions(wanted, server.engineVersion) === 0) return undefined;
  const ask = (version: string, defaultOnly: boolean) =>
    aws.rds.getEngineVersion({ engine: "postgres", version, defaultOnly }, opts);
  const { validUpgradeTargets: targets } = await ask(server.engineVersion, false);
  const meant = wanted.includes(".") ? wanted : (await ask(wanted, true)).versionActual;
  return { actual: server.engineVersion, meant, targets };
}

/** What is wrong with a version that a server is to be upgraded to. */
export function checkUpgrade(asked: string, upgrade: Upgrade | undefined): Problem[] {
  if (upgrade === undefined || upgrade.targets.includes(upgrade.meant)) return [];
  const { actual, meant, targets } = upgrade;
  const major = majorOf(asked);
  const meaning = meant === asked ? "" : `By that RDS means ${meant}. `;
  const next = targets.filter((target) => majorOf(target) === major).toSorted(compareVersions)[0];
  const remedy =
    next === undefined
      ? `Write one of ${targets.join(", ")}, or "${majorOf(actual)}" to leave it.`
      : `Write "${next}" until the upgrade is done, and "${major}" again afterwards, which changes nothing.`;
  return [
    wrongValue(
      PATH,
      asked,
      `${meaning}RDS doesn't upgrade the server, which runs ${actual}, to that. ${remedy}`,
    ),
  ];
}
