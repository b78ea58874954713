import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";

const process = { memory: "memoryMiB", ephemeralStorage: "ephemeralStorageGiB" };
const scaling = {
  cpu: "cpuPercent",
  memory: "memoryPercent",
  requests: "requestsPerMinute",
  scaleOutCooldown: "scaleOutCooldownSeconds",
  scaleInCooldown: "scaleInCooldownSeconds",
};

/** Each setting that once had another name, in its group, and what it is called now. */
const renamed: Record<"app" | "base", Record<string, Record<string, string>>> = {
  app: {
    "": {
      nuxt: "frontend",
      "web-ui": "frontend",
      backend_update: "update",
      preUpdate: "update",
      pre_update: "update",
      "pre-update": "update",
      extraEnvVars: "environment",
      requestTimeout: "requestTimeoutSeconds",
    },
    gunicorn: process,
    frontend: process,
    beat: process,
    update: process,
    "workers.mail": { ...process, taskTimeout: "taskTimeoutSeconds" },
    "services.ws": { ...process, stopTimeout: "stopTimeoutSeconds" },
    "gunicorn.scaling": scaling,
    "gunicorn.route": {
      healthCheckInterval: "healthCheckIntervalSeconds",
      healthCheckTimeout: "healthCheckTimeoutSeconds",
      gracePeriod: "gracePeriodSeconds",
    },
    "gunicorn.containerHealthCheck": {
      interval: "intervalSeconds",
      timeout: "timeoutSeconds",
      startPeriod: "startPeriodSeconds",
    },
    alarms: {
      errors: "errorsPerFiveMinutes",
      cpu: "cpuPercent",
      memory: "memoryPercent",
      databaseStorage: "databaseStorageGiB",
    },
  },
  base: {
    network: { flowLogsRetentionDays: "flowLogs.retentionDays" },
    loadBalancer: {
      idleTimeout: "idleTimeoutSeconds",
      accessLogsRetentionDays: "accessLogs.retentionDays",
    },
    database: {
      allocatedStorage: "allocatedStorageGiB",
      maxAllocatedStorage: "maxAllocatedStorageGiB",
    },
    assets: {
      oldVersionDays: "oldVersionRetentionDays",
      publicPaths: "cdn.publicPaths",
      cdnPriceClass: "cdn.priceClass",
      cdnDomainName: "cdn.domainName",
      cdnCertificateArn: "cdn.certificateArn",
    },
  },
};

/** Parts that were turned on and off by a value of their own. */
const switches: Record<"app" | "base", string[]> = {
  app: ["dashboard", "mail", "serviceDiscovery"],
  base: ["network.flowLogs", "loadBalancer.accessLogs", "assets.cdn"],
};

const cases = (["app", "base"] as const).flatMap((program) => [
  ...Object.entries(renamed[program]).flatMap(([group, names]) =>
    Object.entries(names).map(([former, now]) => {
      const inside = group === "" ? "" : `${group}.`;
      const line = `ublog:${inside}${former}: there is no such setting. Did you mean ublog:${inside}${now}?`;
      return { program, path: inside + former, value: 30 as unknown, line };
    }),
  ),
  ...switches[program].map((path) => ({
    program,
    path,
    value: false as unknown,
    line: `ublog:${path}: is false, a boolean. Write ublog:${path}.enabled: false.`,
  })),
]);

test.each(cases)("$program: $path is refused with what to write now", ({ program, path, value, line }) => {
  const [setting = "", ...inside] = path.split(".");
  const nested = inside.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const values = {
    "ublog:program": program,
    ...(program === "app" ? { "ublog:base": "base" } : {}),
    [`ublog:${setting}`]: JSON.stringify(nested),
    "aws:region": "us-east-1",
  };
  const read = () =>
    parseConfig({ project: "ublog", stack: "alpha", values, secretKeys: [], environment: {} });
  expect(messageOf(read).split("\n")).toContain(`  ${line}`);
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
}
