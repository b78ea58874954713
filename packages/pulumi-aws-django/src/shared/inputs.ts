import * as pulumi from "@pulumi/pulumi";

/** The value of an input that is known while the program runs; undefined for an output, whose value comes later. */
export function plainValue<T>(input: pulumi.Input<T> | undefined): T | undefined {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) return undefined;
  return input;
}

/** What an output keeps inside, which the SDK has no public name for. */
interface OutputInside<T> {
  isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

/** Whether the value is known: in a preview, that of a resource that is yet to be made isn't. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as OutputInside<unknown>).isKnown;
}

/**
 * The value without the record of what it comes from. The engine counts that record as a part of a saved plan (`pulumi up --plan`). What
 * comes out of resources inside of a remote component has another one in the update, where these resources are there to be read, than in
 * the first preview; and the update would be stopped for it. What takes such a value has to depend on the component by another property.
 */
export function withoutDependencies<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  const inside = output as unknown as OutputInside<T>;
  const value = async () => ((await inside.isKnown) ? inside.promise() : (pulumi.unknown as T));
  return pulumi.output(value()) as pulumi.Output<T>;
}
