import { processFormerlyCalled } from "pulumi-aws-django/vocabulary";

/** Units at the end of settings' names. */
const UNITS = /^(Seconds|Days|MiB|GiB|Percent|PerMinute|PerFiveMinutes)$/;

/** Settings that have moved, by the group that they were in. */
const MOVED: Record<string, Record<string, string>> = {
  "": { extraEnvVars: "environment" },
  network: { flowLogsRetentionDays: "flowLogs.retentionDays" },
  loadBalancer: { accessLogsRetentionDays: "accessLogs.retentionDays" },
  assets: {
    cdnPriceClass: "cdn.priceClass",
    cdnDomainName: "cdn.domainName",
    cdnCertificateArn: "cdn.certificateArn",
    publicPaths: "cdn.publicPaths",
    oldVersionDays: "oldVersionRetentionDays",
  },
};

/** Arguments of the components that follow from something else in a stack, and how to change them. */
const DERIVED: Record<string, string> = {
  environmentName:
    "An environment has the name of its stack: remove the setting, or rename the stack with pulumi stack rename.",
};

/** Why a setting can't be written in a stack, although the component has an argument of that name. */
export function derived(group: string, name: string): string | undefined {
  return group === "" ? DERIVED[name] : undefined;
}

/** The current name of a setting that was renamed, or whose name had no unit; `names` are those of its group. */
export function renamed(group: string, name: string, names: readonly string[]): string | undefined {
  return (
    MOVED[group]?.[name] ??
    names.find((other) => other.startsWith(name) && UNITS.test(other.slice(name.length))) ??
    names.find((other) => other === processFormerlyCalled(name))
  );
}
