import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { VpcArgs } from "@pulumi/awsx/ec2/vpc.js";
import { expect, test } from "vitest";
import { openSandbox, openWorld, type Sandbox, type UpdateResult, update } from "../../src/index.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

const program = fileURLToPath(new URL("../fixtures/network", import.meta.url));
const region = "eu-west-1";

const args: VpcArgs = {
  numberOfAvailabilityZones: 2,
  subnetStrategy: "Auto",
  subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
  natGateways: { strategy: "Single" },
  vpcEndpointStrategy: "Auto",
  vpcEndpointSpecs: [
    { serviceName: "com.amazonaws.eu-west-1.s3" },
    { serviceName: "com.amazonaws.eu-west-1.logs", vpcEndpointType: "Interface" },
  ],
};

test("a VPC comes up, stays as it is, loses its NAT gateway and goes, leaving nothing", async () => {
  const network = await openNetwork({ component: "vpc", args });

  const up = await update(network.sandbox, "up", "dev");
  expect(up.errors).toEqual([]);
  expect(namesOf(up, "created")).toEqual([
    "Stack network-dev",
    "Vpc net",
    "Vpc/Vpc net",
    "Vpc/Vpc/InternetGateway net",
    ...subnet("Public", "net-public-1", ["Route"], ["Eip net-1", "NatGateway net-1"]),
    ...subnet("Private", "net-private-1", ["Route"]),
    ...subnet("Isolated", "net-isolated-1"),
    ...subnet("Public", "net-public-2", ["Route"]),
    ...subnet("Private", "net-private-2", ["Route"]),
    ...subnet("Isolated", "net-isolated-2"),
    "Vpc/Vpc/SecurityGroup com.amazonaws.eu-west-1.logs-sg",
    "Vpc/Vpc/SecurityGroupRule com.amazonaws.eu-west-1.logs-ingress",
    "Vpc/Vpc/VpcEndpoint com.amazonaws.eu-west-1.logs",
    "Vpc/Vpc/VpcEndpoint com.amazonaws.eu-west-1.s3",
  ].toSorted());
  expect(await network.outputs()).toEqual({
    subnetBlocks: [
      "10.0.0.0/19",
      "10.0.32.0/19",
      "10.0.64.0/19",
      "10.0.128.0/19",
      "10.0.160.0/19",
      "10.0.192.0/19",
    ],
    subnetLayout: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
    endpointServices: ["com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.logs"],
  });

  const again = await update(network.sandbox, "up", "dev");
  expect(again.counts).toEqual({ created: 0, changed: 0, replaced: 0, deleted: 0, unchanged: up.counts.created });

  network.set({ component: "vpc", args: { ...args, natGateways: { strategy: "None" } } });
  const withoutNat = await update(network.sandbox, "up", "dev");
  expect(namesOf(withoutNat, "changed")).toEqual(["Vpc net"]);
  expect(namesOf(withoutNat, "deleted")).toEqual([
    "Vpc/Vpc/Subnet/Eip net-1",
    "Vpc/Vpc/Subnet/NatGateway net-1",
    "Vpc/Vpc/Subnet/RouteTable/Route net-private-1",
    "Vpc/Vpc/Subnet/RouteTable/Route net-private-2",
  ]);
  expect(withoutNat.counts).toMatchObject({ created: 0, replaced: 0 });

  expect(await update(network.sandbox, "destroy", "dev")).toMatchObject({ code: 0, errors: [] });
  expect(network.world().resources()).toEqual([]);
});

test("the children belong to the provider that the component is given", async () => {
  const { args: _, ...own } = { component: "vpc" as const, args, providerRegion: "us-west-2" as const };
  const network = await openNetwork({ ...own, args: { natGateways: { strategy: "None" }, numberOfAvailabilityZones: 1 } });

  expect(await update(network.sandbox, "up", "dev")).toMatchObject({ code: 0, errors: [] });
  const { stdout } = await network.sandbox.pulumi(["stack", "export", "--stack", "dev"]);
  const { resources } = JSON.parse(stdout).deployment as { resources: { type: string; provider?: string }[] };
  const children = resources.filter(({ type }) => type.startsWith("aws:"));
  expect(children).toHaveLength(10);
  expect(children.filter(({ provider }) => !provider?.includes("::pulumi:providers:aws::own::"))).toEqual([]);
  const zones = network.world().resources("aws:ec2/subnet:Subnet").map(({ state }) => state.availabilityZone);
  expect(zones).toEqual(["us-west-2a", "us-west-2a"]);
});

test("what it can't build is refused in a sentence, and nothing is made", async () => {
  const wrong = { cidrBlock: "10.0.0.0/24", subnetSpecs: [{ type: "Public", cidrMask: 20 }, { type: "Private" }] };
  const network = await openNetwork({ component: "vpc", args: { ...wrong, subnetStrategy: "Auto" } });
  expect(await network.refusal()).toBe(
    "awsx:ec2:Vpc resource 'net' has a problem: Subnets are too large for VPC. VPC has 64 addresses, but subnets require 4128 addresses.",
  );

  network.set({ component: "vpc", args: { subnetSpecs: [{ type: "Database", mask: 20 }] } });
  expect(await network.refusal()).toBe(
    "",
  );

  network.set({ component: "fargateService", args: {} });
  expect(await network.refusal()).toBe(
    "awsx:ecs:FargateService resource 'web' has a problem: The sandbox's stand-in for awsx serves awsx:ec2:Vpc only, not awsx:ecs:FargateService.",
  );
  expect(network.world().resources()).toEqual([]);
});

interface Network {
  sandbox: Sandbox;
  /** Writes the stack's configuration. */
  set(settings: object): void;
  outputs(): Promise<unknown>;
  /** The engine's first error. */
  refusal(): Promise<string | undefined>;
  world(): ReturnType<typeof openWorld>;
}

async function openNetwork(settings: object): Promise<Network> {
  const project = temporaryFolder();
  const runtime = { name: "nodejs", options: { typescript: false } };
  // JSON is YAML.
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name: "network", main: program, runtime }));
  const set = (network: object) =>
    writeFileSync(
      join(project, "Pulumi.dev.yaml"),
      JSON.stringify({ config: { "aws:region": region, "network:network": network } }),
    );
  set(settings);
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  return {
    sandbox,
    set,
    outputs: async () => JSON.parse((await sandbox.pulumi(["stack", "output", "--json", "--stack", "dev"])).stdout),
    refusal: async () => (await update(sandbox, "up", "dev")).errors[0],
    world: () => openWorld(sandbox.world),
  };
}

/** Types from the outermost parent inwards, then the name: `Vpc/Vpc/Subnet net-public-1`. */
function namesOf({ changes }: UpdateResult, kind: UpdateResult["changes"][number]["kind"]): string[] {
  return changes
    .filter((change) => change.kind === kind)
    .map(({ urn }) => {
      const [, , types = "", name] = urn.split("::");
      const path = types.split("$").map((type) => type.split(":").at(-1));
      return `${path.join("/")} ${name}`;
    })
    .toSorted();
}

function subnet(_type: string, name: string, inTable: string[] = [], inSubnet: string[] = []): string[] {
  return [
    `Vpc/Vpc/Subnet ${name}`,
    `Vpc/Vpc/Subnet/RouteTable ${name}`,
    ...["RouteTableAssociation", ...inTable].map((type) => `Vpc/Vpc/Subnet/RouteTable/${type} ${name}`),
    ...inSubnet.map((each) => `Vpc/Vpc/Subnet/${each}`),
  ];
}
