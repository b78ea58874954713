import { createHash } from "node:crypto";
import { records } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import type { Invocation, Invokes } from "./invoke.ts";
import { type Lookup, resultsOf } from "./lookup.ts";

const zoneLookup: Lookup = {
  type: "aws:route53/zone:Zone",
  none: () => "no matching Route 53 Hosted Zone found",
};

/**
 * A hosted zone of the world. For a name that the world does not have, a zone that was there before: the account is
 * taken to own every public domain that a program asks for.
 */
function zone(invocation: Invocation): Properties {
  const { args, world } = invocation;
  const name = args.name === undefined ? undefined : String(args.name).replace(/\.$/, "");
  const own = world
    .resources(zoneLookup.type)
    .find(({ id, state }) => (args.zoneId === undefined ? state.name === name : id === args.zoneId));
  if (own) return resultsOf("aws:route53/getZone:getZone", zoneLookup, own);
  if (name === undefined || args.privateZone === true || args.vpcId !== undefined)
    throw new Error(zoneLookup.none(args));
  const hash = createHash("sha256").update(name).digest("hex");
  const id = `Z0${hash.slice(0, 19).toUpperCase()}`;
  const servers = ["com", "net", "org", "co.uk"].map((top, i) => `ns-${100 + 512 * i}.awsdns-12.${top}`);
  return {
    arn: `arn:aws:route53:::hostedzone/${id}`,
    callerReference: hash.slice(0, 32),
    comment: "",
    id,
    linkedServiceDescription: "",
    linkedServicePrincipal: "",
    name,
    nameServers: servers,
    primaryNameServer: servers[0] ?? "",
    privateZone: false,
    resourceRecordSetCount: 2,
    tags: {},
    zoneId: id,
  };
}

/** An Amazon machine image that fits whatever was asked: which images AWS offers, the sandbox does not know. */
function image({ args, region, world }: Invocation): Properties {
  const asked = JSON.stringify([args.filters ?? [], args.owners ?? [], args.nameRegex ?? "", region]);
  const id = `ami-0${createHash("sha256").update(asked).digest("hex").slice(0, 16)}`;
  const isArm = asked.includes("arm64");
  const filters = records(args.filters);
  const name = filters.find((filter) => filter.name === "name")?.values;
  return {
    architecture: isArm ? "arm64" : "x86_64",
    arn: `arn:aws:ec2:${region}::image/${id}`,
    creationDate: world.now(),
    hypervisor: "xen",
    id,
    imageId: id,
    name: Array.isArray(name) ? String(name[0]).replaceAll("*", "sandbox") : "sandbox",
    ownerId: "137112412989",
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    state: "available",
    tags: {},
    virtualizationType: "hvm",
  };
}

function managedPolicy({ args, world }: Invocation): Properties {
  const arn = String(args.arn ?? "");
  const own = world
    .resources("aws:iam/policy:Policy")
    .find(({ id, state }) => id === arn || (args.name !== undefined && state.name === args.name));
  if (own) return { ...own.state, id: own.id };
  if (!arn.startsWith("arn:aws:iam::aws:policy/"))
    throw new Error("reading IAM Policy: couldn't find resource");
  return {
    arn,
    attachmentCount: 0,
    description: "",
    id: arn,
    name: arn.split("/").pop() ?? "",
    path: `/${arn
      .split("/")
      .slice(1, -1)
      .map((part) => `${part}/`)
      .join("")}`,
    policy: '{"Statement":[],"Version":"2012-10-17"}',
    policyId: `ANPA${createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase()}`,
    tags: {},
  };
}

/** Data sources with a plausible answer for what the world does not have, because it was there before the sandbox. */
export const plausible: Invokes = {
  "aws:ec2/getAmi:getAmi": image,
  "aws:iam/getPolicy:getPolicy": managedPolicy,
  "aws:route53/getZone:getZone": zone,
};
