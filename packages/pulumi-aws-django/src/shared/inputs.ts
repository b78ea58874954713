import * as pulumi from "@pulumi/pulumi";

/** The value of an input that is known while the program runs; undefined for an output, whose value comes later. */
export function plainValue<T>(input: pulumi.Input<T> | undefined): T | undefined {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) return undefined;
  return input;
}

/** Whether the value is known: in a preview, that of a resource that is yet to be made isn't. */
export async function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (await sent(output)) !== pulumi.runtime.unknownValue;
}

/**
 * The value without the record of what it comes from. The engine counts that record as a part of a saved plan (`pulumi up --plan`). For
 * the outputs of resources inside a remote component, that record differs between the first preview and the update, where these resources
 * can be read; the update would be stopped for that. What uses such a value has to depend on the component by another property.
 * Not for secrets.
 */
export function withoutDependencies<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  const value = async () => {
    const known = await sent(output);
    return (known === pulumi.runtime.unknownValue ? pulumi.unknown : known) as T;
  };
  return pulumi.output(value()) as pulumi.Output<T>;
}

/** The value as the engine gets it, without the mark of a secret, which would hide whether it is known. */
async function sent(output: pulumi.Output<unknown>): Promise<unknown> {
  const { value } = await pulumi.runtime.serializeProperties("value", { value: pulumi.unsecret(output) });
  return value;
}
