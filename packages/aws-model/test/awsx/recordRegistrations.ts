import * as pulumi from "@pulumi/pulumi";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { serializeResourceProperties } from "@pulumi/pulumi/runtime/rpc.js";
import { disconnect, getMonitor } from "@pulumi/pulumi/runtime/settings.js";
import { Vpc } from "../../src/awsx/vpc.ts";
import { checkVpcArgs } from "../../src/awsx/vpcArgs.ts";
import { withoutStackTraces } from "../../src/inProcess/withoutStackTraces.ts";

/** A registration as the engine gets it. Resources are named by type and name: `subnet net-public-1`. */
export interface Registration {
  inputs: Record<string, unknown>;
  parent: string;
  dependsOn: string[];
}

export interface Recording {
  /** In the order of registration. */
  children: Record<string, Registration>;
  outputs: Record<string, unknown>;
  /** For each output, the resources that it depends on. */
  outputDependencies: Record<string, string[]>;
  /** The arguments of each call of `aws.getAvailabilityZones`. */
  zoneLookups: unknown[];
}

/** Builds a VPC named `net` with an engine that only writes down, in a region of four zones. */
export async function record(args: pulumi.Inputs): Promise<Recording> {
  const { children, zoneLookups } = await startEngine();

  const [outputs, dependencies] = await withoutStackTraces(async () => {
    const vpc = new Vpc("net", checkVpcArgs(args));
    const serialized = await serializeResourceProperties("net", await vpc.outputs());
    await disconnect();
    return serialized;
  });
  const outputDependencies: Recording["outputDependencies"] = {};
  for (const [output, resources] of dependencies) {
    const urns = [...resources].map(({ urn }) => urn);
    outputDependencies[output] = (await resolved(pulumi.all(urns))).map(fromUrn).toSorted();
  }
  return { children, outputs: named(outputs), outputDependencies, zoneLookups };
}

async function startEngine(): Promise<Pick<Recording, "children" | "zoneLookups">> {
  const children: Recording["children"] = {};
  const zoneLookups: unknown[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => ({
      id: `${name}-id`,
      state: { ...inputs, ...computed(type, inputs) },
    }),
    call({ inputs }) {
      zoneLookups.push(inputs);
      return { names: ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"] };
    },
  });
  // The mocks don't show parents and dependencies; the requests to the engine do.
  const engine = getMonitor() as unknown as MockMonitor;
  const register = engine.registerResource.bind(engine);
  engine.registerResource = (request, callback) => {
    if (request.getType() !== "awsx:ec2:Vpc") {
      children[`${shortType(request.getType())} ${request.getName()}`] = {
        inputs: request.getObject().toJavaScript(),
        parent: fromUrn(request.getParent()),
        dependsOn: request.getDependenciesList().map(fromUrn).toSorted(),
      };
    }
    return register(request, callback);
  };
  return { children, zoneLookups };
}

/** What AWS adds to the inputs, as far as the component reads it. */
function computed(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (shortType(type) !== "vpc") return {};
  return { ipv6CidrBlock: inputs.assignGeneratedIpv6CidrBlock ? "2600:1f18:12:ab00::/56" : "" };
}

/** Puts a resource's name in place of the reference to it. */
function named(outputs: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(outputs, (_, value) =>
    typeof value?.urn === "string" ? fromUrn(value.urn) : value,
  );
  return JSON.parse(text);
}

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** `urn:pulumi:stack::project::aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::net-public-1` is `subnet net-public-1`. */
function fromUrn(urn: string): string {
  const [, , types = "", name] = urn.split("::");
  return `${shortType(types.split("$").at(-1) ?? "")} ${name}`;
}

/** `subnet` for `aws:ec2/subnet:Subnet`, `component` for the VPC of awsx. */
function shortType(type: string): string {
  return type === "awsx:ec2:Vpc" ? "component" : (/\/(.*):/.exec(type)?.[1] ?? type);
}
