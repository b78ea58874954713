import awsxPackage from "@pulumi/awsx/package.json" with { type: "json" };
import type { provider } from "@pulumi/pulumi";
import { Vpc } from "./vpc.ts";
import { checkVpcArgs } from "./vpcArgs.ts";

/** Stands in for the provider of @pulumi/awsx: the component `awsx:ec2:Vpc`, and a clear error for everything else. */
export const awsxProvider = {
  version: awsxPackage.version,

  async construct(name, type, inputs, options) {
    if (type !== "awsx:ec2:Vpc") throw notServed(type);
    const vpc = new Vpc(name, checkVpcArgs(inputs), options);
    return { urn: vpc.urn, state: await vpc.outputs() };
  },

  async invoke(token: string, _inputs: unknown) {
    throw notServed(token);
  },
} satisfies provider.Provider;

function notServed(token: string): Error {
  return new Error(`The sandbox's stand-in for awsx serves awsx:ec2:Vpc only, not ${token}.`);
}
