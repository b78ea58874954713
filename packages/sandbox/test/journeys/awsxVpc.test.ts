import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { VpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import { expect, test } from "vitest";
import {
  type Change,
  openSandbox,
  openWorld,
  type UpdateResult,
  update,
  type WorldResource,
} from "../../src/index.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

const program = fileURLToPath(new URL("../fixtures/network", import.meta.url));

const args: VpcArgs = {
  numberOfAvailabilityZones: 2,
  subnetStrategy: "Auto",
  subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
  natGateways: { strategy: "Single" },
  vpcEndpointStrategy: "Auto",
  vpcEndpointSpecs: [
    { serviceName: "com.amazonaws.us-west-2.s3" },
    { serviceName: "com.amazonaws.us-west-2.logs", vpcEndpointType: "Interface" },
  ],
};

test("a VPC comes up with the component's provider, stays, loses its NAT gateway, and goes without a trace", async () => {
  const { up, set, destroy, state, world } = await network(args);

  const first = await up();
  expect(first.errors).toEqual([]);
  expect(namesOf(first, "created")).toEqual(
    [
      "Stack network-dev",
      "Vpc net",
      "Vpc/Vpc net",
      "Vpc/Vpc/InternetGateway net",
      ...subnet("net-public-1", ["Route"]),
      "Vpc/Vpc/Subnet/Eip net-1",
      "Vpc/Vpc/Subnet/NatGateway net-1",
      ...subnet("net-private-1", ["Route"]),
      ...subnet("net-isolated-1"),
      ...subnet("net-public-2", ["Route"]),
      ...subnet("net-private-2", ["Route"]),
      ...subnet("net-isolated-2"),
      "Vpc/Vpc/SecurityGroup com.amazonaws.us-west-2.logs-sg",
      "Vpc/Vpc/SecurityGroupRule com.amazonaws.us-west-2.logs-ingress",
      "Vpc/Vpc/VpcEndpoint com.amazonaws.us-west-2.logs",
      "Vpc/Vpc/VpcEndpoint com.amazonaws.us-west-2.s3",
    ].toSorted(),
  );
  const { outputs, providers } = await state();
  expect(outputs).toEqual({
    subnetBlocks: [
      "10.0.0.0/19",
      "10.0.32.0/19",
      "10.0.64.0/19",
      "10.0.128.0/19",
      "10.0.160.0/19",
      "10.0.192.0/19",
    ],
    subnetLayout: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
    endpointServices: ["com.amazonaws.us-west-2.s3", "com.amazonaws.us-west-2.logs"],
  });
  expect(providers).toEqual(["own"]);

  const second = await up();
  expect(second.counts).toEqual({
    created: 0,
    changed: 0,
    replaced: 0,
    deleted: 0,
    unchanged: first.counts.created,
  });

  set({ ...args, natGateways: { strategy: "None" } });
  const withoutNat = await up();
  expect(namesOf(withoutNat, "created")).toEqual([]);
  expect(namesOf(withoutNat, "replaced")).toEqual([]);
  expect(namesOf(withoutNat, "changed")).toEqual(["Vpc net"]);
  expect(namesOf(withoutNat, "deleted")).toEqual([
    "Vpc/Vpc/Subnet/Eip net-1",
    "Vpc/Vpc/Subnet/NatGateway net-1",
    "Vpc/Vpc/Subnet/RouteTable/Route net-private-1",
    "Vpc/Vpc/Subnet/RouteTable/Route net-private-2",
  ]);

  expect(await destroy()).toMatchObject({ code: 0, errors: [] });
  expect(world()).toEqual([]);
});

test("what it can't build is refused in a sentence, and nothing is made", async () => {
  const { up, set, world } = await network({ cidrBlock: "10.0.5.0/16" });
  expect((await up()).errors[0]).toBe(
    `awsx:ec2:Vpc resource 'net' has a problem: "10.0.5.0/16" is not the start of a /16 block; write "10.0.0.0/16".`,
  );

  set({ subnetSpecs: [{ type: "Database", mask: 20 }] });
  expect((await up()).errors[0]).toBe(
    [
      "awsx:ec2:Vpc resource 'net' has a problem: awsx:ec2:Vpc does not take these arguments",
      "- property subnetSpecs[0].type with value '{Database}' has a problem: must be one of Public, Private, Isolated, Unused",
      "- property subnetSpecs[0].mask with value '{20}' has a problem: awsx knows no such property",
    ].join("\n\t\t"),
  );
  expect(world()).toEqual([]);
});

/** A stack of the program `network` in a sandbox of its own. */
async function network(vpc: object) {
  const project = temporaryFolder();
  // JSON is YAML.
  const write = (file: string, content: object) =>
    writeFileSync(join(project, file), JSON.stringify(content));
  const set = (vpc: object) => write("Pulumi.dev.yaml", { config: { "network:vpc": vpc } });
  write("Pulumi.yaml", {
    name: "network",
    main: program,
    runtime: { name: "nodejs", options: { typescript: false } },
  });
  set(vpc);
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  return {
    set,
    up: () => update(sandbox, "up", "dev"),
    destroy: () => update(sandbox, "destroy", "dev"),
    /** The stack's outputs, and the names of the providers that hold AWS resources. */
    async state(): Promise<{ outputs: unknown; providers: string[] }> {
      const { stdout } = await sandbox.pulumi(["stack", "export", "--stack", "dev"]);
      const resources: { type: string; outputs: unknown; provider?: string }[] =
        JSON.parse(stdout).deployment.resources;
      const children = resources.filter(({ type }) => type.startsWith("aws:"));
      return {
        outputs: resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs,
        providers: [...new Set(children.map(({ provider }) => provider?.split("::").at(-2) ?? "none"))],
      };
    },
    world(): WorldResource[] {
      const world = openWorld(sandbox.world);
      try {
        return world.resources();
      } finally {
        world.close();
      }
    },
  };
}

/** Types from the outermost parent inwards, then the name: `Vpc/Vpc/Subnet net-public-1`. */
function namesOf({ changes }: UpdateResult, kind: Change["kind"]): string[] {
  return changes
    .filter((change) => change.kind === kind)
    .map(({ urn }) => {
      const [, , types = "", name] = urn.split("::");
      const path = types.split("$").map((type) => type.split(":").at(-1));
      return `${path.join("/")} ${name}`;
    })
    .toSorted();
}

function subnet(name: string, inTable: string[] = []): string[] {
  return [
    `Vpc/Vpc/Subnet ${name}`,
    `Vpc/Vpc/Subnet/RouteTable ${name}`,
    ...["RouteTableAssociation", ...inTable].map((type) => `Vpc/Vpc/Subnet/RouteTable/${type} ${name}`),
  ];
}
