import { describe, expect, it } from "vitest";
import { parseSettings } from "../../packages/estimates/src/programs/yamlFile.ts";
import { readGuide } from "../../packages/pulumi-aws-django/test/support/guide.ts";
import { parseConfig } from "../config.ts";
import type { RawConfig } from "../rawConfig.ts";

function raw(stack: string, settings: Record<string, unknown>, others: Partial<RawConfig> = {}): RawConfig {
  const values = Object.entries(settings).map(([key, value]) => [
    key.includes(":") ? key : `ublog:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return {
    project: "ublog",
    stack,
    values: { "aws:region": "us-east-1", ...Object.fromEntries(values) },
    secretKeys: [],
    environment: {},
    ...others,
  };
}

const base = (settings: Record<string, unknown> = {}) =>
  raw("base", { program: "base", domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ", ...settings });
const app = (settings: Record<string, unknown> = {}, others: Partial<RawConfig> = {}) =>
  raw("alpha", { program: "app", base: "base", ...settings }, others);

/** The lines about settings in the message that a config is refused with. */
function refusal(config: RawConfig): string[] {
  try {
    parseConfig(config);
  } catch (error) {
    const { message, name } = error as Error & { __pulumiRunError?: boolean };
    expect(error, name).toMatchObject({ __pulumiRunError: true });
    const [first, ...lines] = message.split("\n");
    const count = lines.length === 1 ? "1 setting" : `${lines.length} settings`;
    expect(first).toBe(`Pulumi.${config.stack}.yaml: ${count} can't be used; nothing was changed.`);
    return lines.map((line) => line.replace(/^ {2}/, ""));
  }
  throw new Error("the config was taken");
}

describe("a config that is right", () => {
  it("becomes the arguments of DjangoBase", () => {
    expect(parseConfig(base({ database: { allocatedStorageGiB: 30 }, mail: { enabled: true } }))).toEqual({
      program: "base",
      stack: "base",
      name: "ublog-base",
      args: {
        domainName: "example.com",
        zoneId: "Z0123456789ABCDEFGHIJ",
        database: { allocatedStorageGiB: 30 },
        mail: { enabled: true },
      },
    });
  });

  it("becomes the arguments of DjangoApp, and the base it is built on", () => {
    expect(
      parseConfig(app({ requestTimeoutSeconds: "30", exec: "false", frontend: { enabled: true } })),
    ).toEqual({
      program: "app",
      stack: "alpha",
      name: "ublog-alpha",
      base: "base",
      region: { path: "aws:region", name: "us-east-1" },
      args: { requestTimeoutSeconds: 30, exec: false, frontend: { enabled: true }, environmentName: "alpha" },
    });
  });

  it("has the name that is set, whatever the stack is called", () => {
    expect(parseConfig(app({ name: "alpha" }))).toMatchObject({ stack: "alpha", name: "alpha" });
    expect(parseConfig(base({ name: "shared" }))).toMatchObject({ stack: "base", name: "shared" });
    const renamed = { ...app({ name: "ublog-alpha" }), stack: "prod" };
    expect(parseConfig(renamed)).toMatchObject({
      stack: "prod",
      name: "ublog-alpha",
      args: { environmentName: "prod" },
    });
  });

  it("keeps text that looks like something else as text", () => {
    expect(parseConfig(app({ base: "12" }))).toMatchObject({ base: "12" });
  });

  it("may give variables other names, as the README of the library says", () => {
    const readme = new URL("../../packages/pulumi-aws-django/README.md", import.meta.url);
    const program = readGuide(readme).program("Variables under other names", "yaml");
    const settings: Record<string, object> = parseSettings(program, "README.md").toJS();
    expect(Object.keys(settings)).toEqual(["ublog:environment"]);
    expect(parseConfig(app(settings))).toMatchObject({
      args: { environment: settings["ublog:environment"] },
    });
  });

  it("takes the region from the environment where the config has none", () => {
    const config = app(
      {},
      { values: { "ublog:program": "app", "ublog:base": "base" }, environment: { AWS_REGION: "eu-west-1" } },
    );
    expect(parseConfig(config)).toMatchObject({
      region: { path: "environment variable AWS_REGION", name: "eu-west-1" },
    });
  });

  it("keeps secret values secret", async () => {
    const config = parseConfig(
      app({ secretValues: { STRIPE_KEY: "sk_live" } }, { secretKeys: ["ublog:secretValues"] }),
    );
    if (config.program !== "app") throw new Error("not an app");
    const value = config.args.secretValues?.STRIPE_KEY as unknown as {
      isSecret: Promise<boolean>;
      promise(): Promise<string>;
    };
    expect([await value.isSecret, await value.promise()]).toEqual([true, "sk_live"]);
  });
});

/** What is wrong, the config, and the whole of what is said about it. */
const refused: [what: string, config: RawConfig, ...lines: string[]][] = [
  [
    "no program",
    raw("alpha", {}),
    'ublog:program: is missing. Write "base" for what environments share, "app" for an environment, or "bootstrap" for what the workflows need.',
  ],
  [
    "a program that does not exist",
    raw("alpha", { program: "worker" }),
    'ublog:program: is "worker". Write "base" for what environments share, "app" for an environment, or "bootstrap" for what the workflows need.',
  ],
  [
    "a misspelt setting",
    base({ databse: { instanceClass: "db.t4g.small" } }),
    "ublog:databse: there is no such setting. Did you mean ublog:database?",
  ],
  [
    "a setting that follows from the stack's name",
    app({ environmentName: "prod" }),
    "ublog:environmentName: there is no such setting. An environment has the name of its stack: remove the setting, or rename the stack with pulumi stack rename.",
  ],
  [
    "a misspelt setting inside another",
    base({ database: { instanceClas: "db.t4g.small" } }),
    "ublog:database.instanceClas: there is no such setting. Did you mean ublog:database.instanceClass?",
  ],
  [
    "a base without a name",
    app({ base: "" }),
    'ublog:base: is "", a string. Write the name of the base stack that the app is built on: pulumi config set ublog:base base.',
  ],
  [
    "a setting of the other component",
    base({ workers: { mail: {} }, base: "base" }),
    "ublog:workers: there is no such setting. It is a setting of an app stack.",
    "ublog:base: there is no such setting. It is a setting of an app stack.",
  ],
  [
    "a setting of the base in an app",
    app({ assets: {} }),
    "ublog:assets: there is no such setting. It is a setting of a base stack.",
  ],
  [
    "a setting that is like none of a base's",
    base({ wrokers: {} }),
    "ublog:wrokers: there is no such setting. There are ublog:assets, ublog:cache, ublog:certificateArn, ublog:database, ublog:domainName, ublog:durability, ublog:kmsKeyArn, ublog:loadBalancer, ublog:mail, ublog:name, ublog:network, ublog:program, ublog:serviceDiscovery, ublog:trial, ublog:zoneId.",
  ],
  [
    "a misspelt setting of a worker",
    app({ workers: { mail: { cpus: 512 } } }),
    "ublog:workers.mail.cpus: there is no such setting. Did you mean ublog:workers.mail.cpu?",
  ],
  [
    "a setting that is like none beside it",
    base({ database: { disk: 30 }, cache: { multiAz: true } }),
    "ublog:database.disk: there is no such setting. There are ublog:database.allocatedStorageGiB, ublog:database.allowMajorVersionUpgrade, ublog:database.applyImmediately, ublog:database.backupRetentionDays, ublog:database.backupWindow, ublog:database.caCertificate, ublog:database.databaseInsights, ublog:database.deletionProtection, ublog:database.engineLifecycleSupport, ublog:database.engineVersion, ublog:database.finalSnapshot, ublog:database.instanceClass, ublog:database.logRetentionDays, ublog:database.maintenanceWindow, ublog:database.maxAllocatedStorageGiB, ublog:database.multiAz, ublog:database.parameters, ublog:database.snapshotIdentifier, ublog:database.username.",
    "ublog:cache.multiAz: there is no such setting. There are ublog:cache.applyImmediately, ublog:cache.automaticFailover, ublog:cache.deletionProtection, ublog:cache.engine, ublog:cache.engineVersion, ublog:cache.finalSnapshot, ublog:cache.maintenanceWindow, ublog:cache.nodeType, ublog:cache.replicas, ublog:cache.snapshotRetentionDays, ublog:cache.snapshotWindow.",
  ],
  [
    "a short setting that is like none beside it",
    app({ openingHours: { enabled: true, from: "07:00", stop: "20:00", start: "07:00" } }),
    "ublog:openingHours.from: there is no such setting. There are ublog:openingHours.enabled, ublog:openingHours.start, ublog:openingHours.stop, ublog:openingHours.timeZone, ublog:openingHours.weekends.",
  ],
  [
    "a setting in other letters",
    base({ database: { MULTIAZ: true } }),
    "ublog:database.MULTIAZ: there is no such setting. Did you mean ublog:database.multiAz?",
  ],
  [
    "a namespace that is like none",
    app({ "gcp:project": "x" }),
    'gcp:project: nothing reads "gcp:". Settings begin with ublog:, aws:, awsx:, pulumi:, random:.',
  ],
  [
    "default tags that the provider would overlook",
    app({ "aws:defaultTags": { Owner: "web" } }),
    'aws:defaultTags: is {"Owner":"web"}. Write the tags under "tags", each a text: pulumi config set --path \'aws:defaultTags.tags.Owner\' web --stack alpha',
  ],
  [
    "a default tag that is a number",
    base({ "aws:defaultTags": { tags: { Team: 7 } } }),
    'aws:defaultTags: is {"tags":{"Team":7}}. Write the tags under "tags", each a text: pulumi config set --path \'aws:defaultTags.tags.Owner\' web --stack base',
  ],
  [
    "a misspelt namespace",
    app({ "ublgo:frontend": {} }),
    'ublgo:frontend: nothing reads "ublgo:". Did you mean ublog:frontend?',
  ],
  [
    "a region nowhere",
    app({}, { values: { "ublog:program": "app", "ublog:base": "base" } }),
    "aws:region: is missing. Write the AWS region, for example: pulumi config set aws:region us-east-1 --stack alpha",
  ],
  [
    "an empty region",
    app({ "aws:region": "" }, { environment: { AWS_REGION: "eu-west-1" } }),
    "aws:region: is empty. Write the AWS region, for example: pulumi config set aws:region us-east-1 --stack alpha",
  ],
  [
    "a misspelt region",
    base({ "aws:region": "us-east1" }),
    'aws:region: is "us-east1", which is not an AWS region. Did you mean us-east-1?',
  ],
  [
    "a region without its number",
    raw("bootstrap", {
      program: "bootstrap",
      repository: "octocat/ublog",
      stacks: ["base"],
      "aws:region": "eu-central",
    }),
    'aws:region: is "eu-central", which is not an AWS region. Did you mean eu-central-1?',
  ],
  [
    "a zone for a region",
    app({ "aws:region": "us-east-1a" }),
    'aws:region: is "us-east-1a", which is not an AWS region. Did you mean us-east-1?',
  ],
  [
    "a region as people call it",
    app({ "aws:region": "Frankfurt" }),
    'aws:region: is "Frankfurt", which is not an AWS region. Write the name of a region, for example "us-east-1" or "eu-central-1".',
  ],
  [
    "a region that may be new",
    app({ "aws:region": "us-east-3" }),
    'aws:region: is "us-east-3", which is not an AWS region that this checkout knows. Did you mean us-east-1? If AWS has opened it since then, say so: pulumi config set aws:skipRegionValidation true --stack alpha',
  ],
  [
    "a misspelt region in the environment",
    app(
      {},
      {
        values: { "ublog:program": "app", "ublog:base": "base" },
        environment: { AWS_DEFAULT_REGION: "eu_west_1" },
      },
    ),
    'environment variable AWS_DEFAULT_REGION: is "eu_west_1", which is not an AWS region. Did you mean eu-west-1?',
  ],
  [
    "a certificate and a zone of another region",
    raw("base", {
      program: "base",
      domainName: "example.com",
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/0b1c2d3e-0000-4000-8000-000000000000",
      network: { availabilityZoneNames: ["us-east-1a", "us-west-2b"] },
    }),
    'ublog:certificateArn: is "arn:aws:acm:eu-west-1:123456789012:certificate/0b1c2d3e-0000-4000-8000-000000000000". A load balancer in us-east-1 takes certificates of us-east-1 only. Write one of these.',
    'ublog:network.availabilityZoneNames[1]: is "us-west-2b", which isn\'t in us-east-1. Write a zone of this region, for example "us-east-1a".',
  ],
  [
    "no base stack",
    raw("alpha", { program: "app" }),
    "ublog:base: is missing. Write the name of the base stack that the app is built on: pulumi config set ublog:base base.",
  ],
  [
    "no domain",
    raw("base", { program: "base", zoneId: "Z0123456789ABCDEFGHIJ" }),
    'ublog:domainName: is missing. Write the domain of the base, for example "example.com"; or, without one, `trial: { app: "alpha" }`, for HTTP on the load balancer\'s own name.',
  ],
  [
    "a trial that is durable, has a domain and is for nobody",
    base({ trial: {} }),
    "ublog:trial.app: is missing. The one environment that the trial is for, by the name that people call it: that of its app stack, for example `alpha`.",
  ],
  [
    "a trial that is the name alone",
    raw("base", { program: "base", trial: "alpha" }),
    'ublog:trial: is "alpha", a string. Write ublog:trial.app: alpha.',
  ],
  [
    "neither zone nor certificate",
    raw("base", { program: "base", domainName: "example.com" }),
    "ublog:zoneId: is missing. Write the Route 53 zone of the domain, in which a certificate is made and validated; or write certificateArn, the ARN of a certificate that you have.",
  ],
  [
    "zone and certificate",
    base({
      certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0b1c2d3e-0000-4000-8000-000000000000",
    }),
    "ublog:certificateArn: is given together with zoneId. Take out certificateArn to have a certificate made in the zone, or zoneId to use the one you have.",
  ],
  [
    "a domain with a scheme",
    base({ domainName: "https://example.com" }),
    'ublog:domainName: is "https://example.com". Write a domain in small letters, without scheme, wildcard or dot at the end: "example.com".',
  ],
  [
    "a number with quotes inside a setting",
    base({ database: { allocatedStorageGiB: "20" } }),
    'ublog:database.allocatedStorageGiB: is "20", a string. Write 20, without quotes.',
  ],
  [
    "text for a number",
    app({ requestTimeoutSeconds: "a minute" }),
    'ublog:requestTimeoutSeconds: is "a minute", a string. Write a number.',
  ],
  [
    "a boolean with quotes inside a setting",
    base({ database: { multiAz: "true" } }),
    'ublog:database.multiAz: is "true", a string. Write true, without quotes.',
  ],
  [
    "a number where text belongs",
    base({ database: { engineVersion: 17 } }),
    'ublog:database.engineVersion: is 17, a number. Write "17", with quotes.',
  ],
  [
    "text where a map belongs",
    base({ database: "db.t4g.small" }),
    'ublog:database: is "db.t4g.small", a string. Write a map of settings.',
  ],
  ["an empty setting", app({ frontend: null }), "ublog:frontend: is empty. Write a map of settings."],
  [
    "a list where a map belongs",
    app({ workers: ["mail"] }),
    'ublog:workers: is the list ["mail"]. Write a map of names to values.',
  ],
  [
    "a choice that does not exist",
    base({ durability: "duralbe" }),
    'ublog:durability: is "duralbe", a string. Write one of "durable", "disposable".',
  ],
  [
    "a choice inside another setting that does not exist",
    base({ network: { nat: "multiple" } }),
    'ublog:network.nat: is "multiple", a string. Write one of "single", "one-per-az", "none".',
  ],
  [
    "memory that Fargate does not have for the cpu",
    app({ workers: { default: {}, mail: { cpu: 256, memoryMiB: 4096 } } }),
    "ublog:workers.mail.memoryMiB: is 4096. With cpu 256 Fargate allows these, in MiB: 512, 1024, 2048.",
  ],
  [
    "a cpu that Fargate does not have",
    app({ gunicorn: { cpu: 300 } }),
    "ublog:gunicorn.cpu: is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
  ],
  [
    "more storage than RDS has",
    base({ database: { allocatedStorageGiB: 10 } }),
    "ublog:database.allocatedStorageGiB: is 10. Write a whole number from 20 to 65536.",
  ],
  [
    "a request longer than a load balancer waits",
    app({ requestTimeoutSeconds: 0 }),
    "ublog:requestTimeoutSeconds: is 0. Write a whole number from 1 to 3600.",
  ],
  [
    "an environment variable that is a number",
    app({ environment: { WORKERS: 4 } }),
    'ublog:environment.WORKERS: is 4, a number. Write "4", with quotes.',
  ],
  [
    "a reference to a variable that there isn't, and one that is no reference",
    app({
      environment: { DB: { from: "POSTGRES_HOST" } },
      beat: { environment: { X: { form: "REDIS_URL" } } },
    }),
    'ublog:environment.DB.from: is "POSTGRES_HOST". The app sets no such variable. Did you mean POSTGRES_SERVICE_HOST?',
    "ublog:beat.environment.X: is a map without the name of a variable. Write text, or `{ from: POSTGRES_SERVICE_HOST }`.",
  ],
  [
    "a secret in a plain setting",
    app({ environment: { API_KEY: "k" } }, { secretKeys: ["ublog:environment"] }),
    "ublog:environment: holds a secret, which would be readable there. Write it into secretValues: pulumi config set --secret --path 'ublog:secretValues.NAME' --stack alpha",
  ],
  [
    "secrets of the wrong kind, which no message repeats",
    app(
      { secretValues: ["hunter2"], gunicorn: { secrets: { TOKEN: 31415926 } } },
      { secretKeys: ["ublog:secretValues"] },
    ),
    "ublog:gunicorn.secrets.TOKEN: is a number, which isn't shown because it may be a secret. Write a string.",
    "ublog:secretValues: is a list, which isn't shown because it may be a secret. Write a map of names to values.",
  ],
  [
    "a secret that is no map, which no message repeats",
    app({ secretValues: "hunter2" }, { secretKeys: ["ublog:secretValues"] }),
    "ublog:secretValues: is a string, which isn't shown because it may be a secret. Write a map of names to values.",
  ],
  [
    "a secret where it doesn't belong, which no message repeats",
    app({ requestTimeoutSeconds: "hunter2" }, { secretKeys: ["ublog:requestTimeoutSeconds"] }),
    "ublog:requestTimeoutSeconds: holds a secret, which would be readable there. Write it into secretValues: pulumi config set --secret --path 'ublog:secretValues.NAME' --stack alpha",
    "ublog:requestTimeoutSeconds: is a string, which isn't shown because it may be a secret. Write a number.",
  ],
  [
    "a secret program, which no message repeats",
    raw("alpha", { program: "hunter2" }, { secretKeys: ["ublog:program"] }),
    'ublog:program: is a secret. Write "base" for what environments share, "app" for an environment, or "bootstrap" for what the workflows need.',
  ],
  [
    "what looks like a secret in a value of the wrong kind, which no message repeats",
    app({
      environment: { DB_PASSWORD: 31415926, WORKERS: 4, PAYMENT: ["sk_live_51H"] },
      workers: [{ environment: { API_KEY: "hunter2" } }],
      frontend: "redis://:hunter2@cache:6379",
    }),
    "ublog:frontend: is a string, which isn't shown because it may be a secret. Write a map of settings.",
    "ublog:workers: is a list, which isn't shown because it may be a secret. Write a map of names to values.",
    "ublog:environment.DB_PASSWORD: is a number, which isn't shown because it may be a secret. Write a string.",
    'ublog:environment.WORKERS: is 4, a number. Write "4", with quotes.',
    "ublog:environment.PAYMENT: is a list, which isn't shown because it may be a secret. Write a string.",
  ],
  [
    "a plain value in the secrets",
    app({ secretValues: { API_KEY: "k" } }),
    "ublog:secretValues: is not encrypted. Take it out of the file and set each value with: pulumi config set --secret --path 'ublog:secretValues.NAME' --stack alpha",
  ],
  [
    "a name that can't be an app's",
    { ...app(), stack: "Alpha_1" },
    'ublog:name: isn\'t set. Of the project "ublog" and the stack "Alpha_1" it is "ublog-Alpha_1". Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the names of all resources.',
    'name of the stack: is "Alpha_1". Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the host name and in that of the deploy targets.',
  ],
  [
    "a project and a stack that are too long together",
    { ...app(), stack: "a".repeat(36) },
    `ublog:name: isn't set. Of the project "ublog" and the stack "${"a".repeat(36)}" it is "ublog-${"a".repeat(36)}". Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the names of all resources.`,
  ],
  [
    "a name that was written and can't be an app's",
    app({ name: "ublog_alpha" }),
    'ublog:name: is "ublog_alpha". Write at most 40 small letters, digits and hyphens, beginning with a letter and ending with a letter or digit: it is in the names of all resources.',
  ],
  [
    "a name that can't be a base's",
    { ...base(), stack: "Base" },
    'ublog:name: isn\'t set. Of the project "ublog" and the stack "Base" it is "ublog-Base". Write up to 100 small letters, digits and single hyphens, beginning with a letter and ending with a letter or digit: AWS takes nothing else in the names of databases and buckets.',
  ],
  [
    "a base's name that the workflows' rights don't fit",
    base({ name: `b${"a".repeat(40)}` }),
    `ublog:name: is "b${"a".repeat(40)}". Write at most 40 characters: the workflows' rights to buckets and roles go by it.`,
  ],
  [
    "several at once",
    base({ databse: {}, durability: "no", network: { availabilityZones: "2" } }),
    'ublog:network.availabilityZones: is "2", a string. Write 2, without quotes.',
    'ublog:durability: is "no", a string. Write one of "durable", "disposable".',
    "ublog:databse: there is no such setting. Did you mean ublog:database?",
  ],
  [
    "names and values at once",
    app({ capacty: "spot", gunicorn: { cpu: 300 }, requestTimeoutSeconds: 0 }),
    "ublog:capacty: there is no such setting. Did you mean ublog:capacity?",
    "ublog:requestTimeoutSeconds: is 0. Write a whole number from 1 to 3600.",
    "ublog:gunicorn.cpu: is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
  ],
  [
    "types and values at once, without what only seems to clash",
    app({ gunicorn: { cpu: "2048", memoryMiB: 8192 }, workers: { default: { cpu: 300 } } }),
    'ublog:gunicorn.cpu: is "2048", a string. Write 2048, without quotes.',
    "ublog:workers.default.cpu: is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
  ],
  [
    "a misspelt name, without the one that is missing for it",
    raw("base", { program: "base", domainName: "example.com", zonId: "Z0123456789ABCDEFGHIJ" }),
    "ublog:zonId: there is no such setting. Did you mean ublog:zoneId?",
  ],
  [
    "a region nowhere, and a value",
    app({}, { values: { "ublog:program": "app", "ublog:base": "base", "ublog:gunicorn": '{"cpu": 300}' } }),
    "aws:region: is missing. Write the AWS region, for example: pulumi config set aws:region us-east-1 --stack alpha",
    "ublog:gunicorn.cpu: is 300. Write one of the values that Fargate takes: 256, 512, 1024, 2048, 4096, 8192, 16384, 32768.",
  ],
  [
    "a setting that nothing can be said without",
    raw("alpha", { program: "app", gunicorn: { cpu: 300 } }),
    "ublog:base: is missing. Write the name of the base stack that the app is built on: pulumi config set ublog:base base.",
  ],
];

describe("a region that this checkout doesn't know", () => {
  it("is taken where the config says that it is right", () => {
    const settings = { "aws:region": "us-east-3", "aws:skipRegionValidation": "true" };
    expect(parseConfig(app(settings))).toMatchObject({ region: { name: "us-east-3" } });
    expect(refusal(app({ ...settings, "aws:region": "us-east3" }))).toEqual([
      'aws:region: is "us-east3", which is not an AWS region. Did you mean us-east-1?',
    ]);
  });
});

describe("a config that is refused", () => {
  it.each(refused)("%s", (_, config, ...lines) => {
    expect(refusal(config)).toEqual(lines);
  });
});
