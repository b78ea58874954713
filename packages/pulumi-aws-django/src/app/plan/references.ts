import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { EnvironmentValue, VariableReference } from "../containerArgs.ts";
import type { Variables } from "./environment.ts";

/** Whether the value of a variable is a map, which should be a reference to another one. */
export function isReference(value: unknown): value is VariableReference {
  const known = plainValue(value as pulumi.Input<unknown>);
  return typeof known === "object" && known !== null;
}

/**
 * Variables with what they refer to in place of the references: a plain value, or what ECS reads a secret from. `contract` is what
 * the app itself gives the process, and `path` is where these variables are set.
 */
export function resolveReferences(
  path: string,
  own: Record<string, EnvironmentValue>,
  contract: Variables,
): Variables {
  const resolved: Variables = { environment: {}, secrets: {} };
  for (const [name, value] of Object.entries(own)) {
    if (!isReference(value)) {
      resolved.environment[name] = textOnly(`${path}.${name}`, value);
      continue;
    }
    const plain = contract.environment[value.from];
    const secret = contract.secrets[value.from];
    if (plain !== undefined) resolved.environment[name] = plain;
    if (secret !== undefined) resolved.secrets[name] = secret;
  }
  return resolved;
}

function textOnly(path: string, value: pulumi.Input<string>): pulumi.Input<string> {
  return plainValue(value) === undefined ? pulumi.output(value).apply((text) => lateText(path, text)) : value;
}

/** The text of an output. A reference in it is refused: whether it is a secret decides where it goes, before outputs are known. */
export function lateText(path: string, text: string): string {
  if (!isReference(text)) return text;
  const reason = "is a map that comes out of an output. Write `{ from: … }` as it is.";
  throw new ArgumentsError("DjangoApp", [{ path, reason }]);
}
