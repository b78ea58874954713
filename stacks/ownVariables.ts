import { ENVIRONMENT } from "pulumi-aws-django";

export { looksSecret } from "pulumi-aws-django";

/** A variable that an app sets by itself in the processes on the Django image. */
export interface OwnVariable {
  /** Where its value comes from, in words. */
  source: string;
  description: string;
  /** The setting that it comes from, where it is one of the app's. */
  setting?: string;
}

/** The variable of this name, if an app sets it; undefined for a name that is free. */
export function ownVariable(name: string): OwnVariable | undefined {
  const found = ENVIRONMENT.find((one) => one.name === name && one.audience !== "frontend");
  if (found === undefined) return undefined;
  const { source, description } = found;
  const isSetting = /^[a-z]\w*(\.\w+)*$/i.test(source) && !source.startsWith("base.");
  return { source, description, ...(isSetting && { setting: source }) };
}
