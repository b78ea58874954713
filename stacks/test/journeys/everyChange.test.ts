import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  appUpdate,
  inProcess,
  openSandbox,
  openWorld,
  type Sandbox,
  type UpdateResult,
  update,
  type World,
} from "../../../packages/sandbox/src/index.ts";
import { appVariants } from "../everySetting/appVariants.ts";
import { baseVariants } from "../everySetting/baseVariants.ts";
import { type Platform, platform } from "../everySetting/platform.ts";

/*
 * Stacks that are up, with releases running on them, go from one set of settings to the next, through all that the tests of every
 * setting have. AWS must refuse no step, and what runs must be able to start again at any time.
 */

type Settings = Record<string, unknown>;

const dir = mkdtempSync(join(tmpdir(), "ublog-changes-"));
const project = join(dir, "project");
let sandbox: Sandbox;
let world: World;
let has: Platform;

beforeAll(async () => {
  mkdirSync(project);
  const manifest = readFileSync(join(import.meta.dirname, "../../../Pulumi.yaml"), "utf8");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    manifest.replace("main: stacks", `main: ${join(import.meta.dirname, "../..")}`),
  );
  sandbox = await openSandbox({ dir: join(dir, "sandbox"), project });
  world = openWorld(sandbox.world);
  has = (await inProcess({ world }).run("platform", platform)).outputs as unknown as Platform;
  world.leave({ kind: "snapshot", type: "", id: "before", urn: "", state: {} });
  expect(await up("base", throwaway)).toMatchObject({ errors: [], findings: [] });
  expect(await up("alpha", first)).toMatchObject({ errors: [], findings: [] });
  await release();
});

afterAll(() => {
  world.close();
  rmSync(dir, { recursive: true });
});

const throwaway = {
  program: "base",
  domainName: "example.com",
  zoneId: "Z0123456789ABCDEFGHIJ",
  durability: "disposable",
  mail: { enabled: true },
  serviceDiscovery: { enabled: true },
};
const first = { program: "app", base: "base", frontend: { enabled: true }, workers: { default: {} } };

function up(stack: string, settings: Settings): Promise<UpdateResult> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const config = Object.fromEntries(given.map(([name, value]) => [`ublog:${name}`, value]));
  writeFileSync(
    join(project, `Pulumi.${stack}.yaml`),
    JSON.stringify({ config: { "aws:region": "us-east-1", ...config } }),
  );
  return update(sandbox, "up", stack);
}

let releases = 0;

async function release(...args: string[]): Promise<void> {
  releases += 1;
  const { code, stdout, stderr } = await appUpdate(sandbox.world, [
    "release",
    `v1.${releases}.0`,
    "--stack",
    "alpha",
    ...args,
  ]);
  expect(code, stdout + stderr).toBe(0);
}

/** What the next revisions no longer name and those that run still do, as settings that keep the right to it until the release. */
function kept(former: Settings, next: Settings): Settings {
  const still = secretsIn(next);
  const retired = Object.entries(secretsIn(former)).filter(([name]) => !(name in still));
  const isMade = ([, secret]: [string, unknown]) => typeof secret === "object";
  const made = Object.fromEntries(retired.filter(isMade));
  const own = part(next, "permissions");
  const credentials = credentialsOf(next) === undefined ? credentialsOf(former) : undefined;
  const pulling = [
    ...(isElsewhere(next) ? pullingFormer : []),
    ...(credentials === undefined
      ? []
      : [{ actions: ["secretsmanager:GetSecretValue"], resources: [credentials] }]),
  ];
  return {
    ...(retired.length > 0 && {
      secrets: { ...part(next, "secrets"), ...Object.fromEntries(retired.filter((one) => !isMade(one))) },
      retiredSecrets: [...((next.retiredSecrets as string[]) ?? []), ...retired.map(([name]) => name)],
    }),
    ...(Object.keys(made).length > 0 && { secretValues: { ...part(next, "secretValues"), ...made } }),
    ...(pulling.length > 0 && {
      permissions: { ...own, execution: [...((own.execution as unknown[]) ?? []), ...pulling] },
    }),
  };
}

const pullingFormer = [
  { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  {
    actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    resources: ["arn:aws:ecr:us-east-1:123456789012:repository/*"],
  },
];

/** Whether the images are in another registry than at first. */
const isElsewhere = (settings: Settings) => "repository" in part(settings, "django");

/** The secret with which the images are pulled, where a registry asks for one. */
const credentialsOf = (settings: Settings) => part(settings, "django").repositoryCredentialsArn;

const part = (settings: Settings, name: string) => (settings[name] ?? {}) as Settings;

/** The secrets of an app and of its processes, by their names. */
function secretsIn(settings: Settings): Settings {
  const found: Settings = {};
  for (const [name, value] of Object.entries(settings)) {
    const isSecrets = name === "secrets" || name === "secretValues";
    if (typeof value === "object" && value !== null)
      Object.assign(found, isSecrets ? value : secretsIn(value as Settings));
  }
  return found;
}

const right = { errors: [], findings: [] };

describe("an app that runs takes up other settings, and its tasks can start again at any time", () => {
  let former: Settings = first;
  test.each([...Object.entries(appVariants), ["the first again", () => first] as const])(
    "%s",
    async (_, variant) => {
      const { secretValues, ...given } = variant(has) as Settings;
      const next = {
        ...first,
        frontend: undefined,
        workers: undefined,
        ...given,
        ...(secretValues !== undefined && { secretValues: { PASSWORD: { secure: "v1:made:elsewhere" } } }),
      };
      const meanwhile = kept(former, next);
      expect(await up("alpha", { ...next, ...meanwhile })).toMatchObject(right);
      const digest = `sha256:${"0".repeat(64)}`;
      const images = ["backend", "frontend"].flatMap((image) => ["--digest", `${image}=${digest}`]);
      await release(...(isElsewhere(next) ? images : []));
      if (Object.keys(meanwhile).length > 0) expect(await up("alpha", next)).toMatchObject(right);
      former = next;
    },
  );
});

describe("a base takes up other settings, and the app that runs on it stays able to start", () => {
  /** Where a variant has what a base can't take back, or not at once, as its documentation says. */
  const instead: Record<string, Settings> = {
    "three zones, a NAT gateway in each": { network: { availabilityZones: 3, nat: "one-per-az" } },
    "no NAT": { network: { nat: "none" } },
    "an existing certificate": { mail: undefined },
    "a large database": {
      database: { instanceClass: "db.m7g.large", allocatedStorageGiB: 400, multiAz: true },
    },
  };
  const grown = { allocatedStorageGiB: 400 };
  const late = ["a large database", "IPv6, flow logs, more ways out"];
  // A trial takes the app's own listener away until its `up`: trial.test.ts goes there and back.
  const others = ["an existing network", "a trial without a domain"];
  const names = Object.keys(baseVariants).filter((name) => !others.includes(name));

  test.each([...names.filter((name) => !late.includes(name)), ...late])("%s", async (name) => {
    const given = { ...baseVariants[name]?.(has), ...instead[name] };
    const isGrown = name === late.at(-1);
    const changed = await up("base", { ...throwaway, ...given, ...(isGrown && { database: grown }) });
    expect(changed.errors).toEqual([]);
    // Without NAT the tasks have to move, which the app's own stack does.
    if (name === "no NAT") expect(await up("alpha", first)).toMatchObject(right);
    else expect(changed.findings).toEqual([]);
  });

  test("the app takes up what has become of it", async () => {
    expect(await up("alpha", first)).toMatchObject(right);
    await release();
    const last = { ...throwaway, network: { ipv6: true }, database: grown };
    expect(await up("base", last)).toMatchObject(right);
  });

  test.each(["cidrBlock", "vpcId"])(
    "another network.%s is refused, and nothing has changed",
    async (setting) => {
      const there = () => world.resources().map(({ type, id }) => `${type} ${id}`);
      const before = there();
      const existing = baseVariants["an existing network"]?.(has).network;
      const network = setting === "vpcId" ? existing : { cidrBlock: "10.9.0.0/16" };
      const { errors } = await up("base", { ...throwaway, network });
      expect(errors).toEqual([expect.stringContaining(`network.${setting}: is "`)]);
      expect(there()).toEqual(before);
    },
  );
});
