import { createHash } from "node:crypto";
import type { Autoname } from "../descriptor/autoname.ts";
import { resourceSchema } from "../schema/awsSchema.ts";
import type { AutonamingRequest } from "../shared/protocol.ts";
import type { Properties } from "../world/world.ts";
import { autonameOf } from "./types.ts";

interface NamedResource {
  /** The logical name. */
  name: string;
  inputs: Properties;
  /** The engine's seed for this resource: the same seed gives the same name. */
  randomSeed: Uint8Array;
  autonaming?: AutonamingRequest | undefined;
}

/** The physical name of a resource that the program left unnamed: `<logical name>-<7 hexadecimal digits>`. */
export function autoname(naming: Autoname, { name, inputs, randomSeed, autonaming }: NamedResource): string {
  const { maxLength, separator = "-", digits = 7, lowerCase = false } = naming;
  const cased = (text: string) => (lowerCase ? text.toLowerCase() : text);
  let result: string;
  switch (autonaming?.mode) {
    case "enforce":
      return autonaming.proposedName;
    case "disable":
      throw new Error("automatic naming is disabled but no explicit name was provided");
    case "propose":
      result = cased(autonaming.proposedName);
      if (maxLength > 0 && result.length > maxLength) {
        throw new Error(`calculated name '${result}' exceeds maximum length of ${maxLength}`);
      }
      break;
    default: {
      const prefix = `${cased(name)}${digits > 0 ? separator : ""}`;
      if (maxLength > 0 && prefix.length + digits > maxLength) {
        throw new Error(
          `name '${prefix}' plus ${digits} random chars is longer than maximum length ${maxLength}; give '${naming.property}' or a shorter resource name`,
        );
      }
      result = prefix + createHash("sha512").update(randomSeed).update(prefix).digest("hex").slice(0, digits);
    }
  }
  if (naming.prefix !== undefined && !result.startsWith(naming.prefix)) result = naming.prefix + result;
  const { suffixIf } = naming;
  return suffixIf && inputs[suffixIf.input] === true ? result + suffixIf.suffix : result;
}

/** The names that the provider makes from prefixes, in inputs that have no name. */
export function namesByPrefix(
  type: string,
  inputs: Properties,
  digits: (length: number) => string,
): Properties {
  const known = resourceSchema(type).inputs;
  const { suffixIf } = autonameOf(type) ?? {};
  const suffix = suffixIf && inputs[suffixIf.input] === true ? suffixIf.suffix : "";
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([input, prefix]) => {
      const name = input.replace(/Prefix$/, "");
      if (name === input || !known[name] || inputs[name] !== undefined || typeof prefix !== "string")
        return [];
      return [[name, `${prefix}${digits(26)}${suffix}`]];
    }),
  );
}
