import { expect, test } from "vitest";
import { settingsOf, used } from "../../../../stacks/test/everySetting/settings.ts";
import { variants } from "../../src/cost/variants.ts";
import { stackConfig } from "../../src/programs/stacks.ts";

/** Settings that change nothing on the bill by themselves: names, limits, protections, who may do what, and what a program gets to know. */
const withoutPrice = {
  base: [
    /^(domainName|zoneId|certificateArn)$/,
    /^network\.(cidrBlock|availabilityZoneNames|flowLogs\.retentionDays|taskEgress\..*)$/,
    // An existing network has its own bill.
    /^network\.(vpcId|publicSubnetIds|taskSubnetIds|dataSubnetIds|assignPublicIp)$/,
    /^loadBalancer\.(idleTimeoutSeconds|allowedCidrs|targetPorts|sslPolicy|webAclArn|accessLogs\.retentionDays|deletionProtection)$/,
    // Costs something once a version is out of support: its description says what.
    /^database\.engineLifecycleSupport=/,
    /^database\.(engineVersion|allowMajorVersionUpgrade|maxAllocatedStorageGiB|backupWindow|maintenanceWindow)$/,
    /^database\.(deletionProtection|finalSnapshot|logRetentionDays|snapshotIdentifier|parameters\.\*|username|caCertificate|applyImmediately)$/,
    /^cache\.(engineVersion|automaticFailover|snapshotWindow|maintenanceWindow|deletionProtection|finalSnapshot|applyImmediately)$/,
    /^assets\.(cdn\.(publicPaths|priceClass=.*|domainName|certificateArn|webAclArn)|corsOrigins|oldVersionRetentionDays|deletionProtection|forceDestroy)$/,
    /^mail\.(domainName|mailFromLabel)$/,
    /^serviceDiscovery\.namespaceName$/,
  ],
  alpha: [
    /^(environmentName|hostName|dns|django\..*|requestTimeoutSeconds|routing\.band|exec|mail\.enabled|serviceDiscovery\.enabled|permissions\..*)$/,
    /\.(route|containerHealthCheck|environment|secrets)\.|\.(command|image=.*|port|stopTimeoutSeconds|imageTag|repository)$/,
    /\.(readonlyRootFilesystem|writablePaths|processes|threads|queues|concurrency|taskTimeoutSeconds)$/,
    /^(environment\.\*|secrets\.\*|retiredSecrets)$/,
    /\.scaling\.(cpuPercent|memoryPercent|requestsPerMinute|scaleOutCooldownSeconds|scaleInCooldownSeconds|schedules\.\*\.timeZone)$/,
    /^scheduledCommands\.\*\.(timeZone|enabled)$/,
    /^openingHours\.(timeZone|weekends)$/,
    /^logs\.keep$/,
    // All of them are in `alarms.enabled: true`.
    /^alarms\./,
    // They share the tasks' CPU and memory; a file system has its own bill.
    /^(sidecars|volumes)\./,
    /\.repositoryCredentialsArn$/,
    // A release's task runs for some minutes.
    /^update\./,
  ],
};

/** What the committed stacks have, because it is the default. */
const defaults =
  /^(network\.nat=single|cache\.engine=valkey|durability=durable|containerInsights=disabled|architecture=x86_64)$/;

/** Settings of each process that are priced for one of them. */
const ofEveryProcess = /^(gunicorn|frontend|workers\.\*|beat|services\.\*|scheduledCommands\.\*)\./;

test.each([
  ["base", "DjangoBase"],
  ["alpha", "DjangoApp"],
] as const)("every setting of %s has a variant, or no price", (stack, component) => {
  const args = [
    ...variants.filter((variant) => variant.stack === stack).map(({ settings }) => nested(settings)),
    ...Object.entries(stackConfig(stack)[0]).map(([path, value]) => nested({ [path]: parsed(value) })),
  ];
  const all = settingsOf(component);
  const priced = new Set(args.flatMap((one) => used(all, one)));
  const kinds = new Set([...priced].map((setting) => setting.replace(ofEveryProcess, "")));
  const without = all.filter(
    (setting) =>
      !priced.has(setting) &&
      !defaults.test(setting.replace(ofEveryProcess, "")) &&
      !withoutPrice[stack].some((pattern) => pattern.test(setting)) &&
      !(ofEveryProcess.test(setting) && kinds.has(setting.replace(ofEveryProcess, ""))),
  );
  expect(without).toEqual([]);
});

/** The value that a program reads: JSON, or a text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `{ "ublog:network.nat": "none" }` as `{ network: { nat: "none" } }`. */
function nested(settings: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(settings)) {
    const names = path.replace(/^ublog:/, "").split(".");
    const last = names.pop() ?? "";
    let inner = result;
    for (const name of names) {
      inner[name] ??= {};
      inner = inner[name] as Record<string, unknown>;
    }
    inner[last] = value;
  }
  return result;
}
