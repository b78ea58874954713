import * as pulumi from "@pulumi/pulumi";

/** The value of an input that is known while the program runs; undefined for an output, whose value comes later. */
export function plainValue<T>(input: pulumi.Input<T> | undefined): T | undefined {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) return undefined;
  return input;
}

/** What an output keeps inside, for which the SDK has no public name. */
interface OutputInside<T> {
  isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

/** Whether the value is known: in a preview, that of a resource that is yet to be made isn't. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as OutputInside<unknown>).isKnown;
}

/**
 * The value without the record of what it comes from. The engine counts that record as a part of a saved plan (`pulumi up --plan`). For
 * the outputs of resources inside a remote component, that record differs between the first preview and the update, where these resources
 * can be read; the update would be stopped for that. What uses such a value has to depend on the component by another property.
 */
export function withoutDependencies<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  const inside = output as unknown as OutputInside<T>;
  const value = async () => ((await inside.isKnown) ? inside.promise() : (pulumi.unknown as T));
  return pulumi.output(value()) as pulumi.Output<T>;
}
