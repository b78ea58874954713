import * as pulumi from "@pulumi/pulumi";

/** The value of an input that is known while the program runs; undefined for an output, whose value comes later. */
export function plainValue<T>(input: pulumi.Input<T> | undefined): T | undefined {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) return undefined;
  return input;
}
