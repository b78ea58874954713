import type { Making } from "../descriptor/recipe.ts";
import { account } from "../facts/account.ts";
import { nameOf } from "../shared/urn.ts";
import { texts } from "../world/reading.ts";
import type { Properties, World } from "../world/world.ts";

interface Subject {
  type: string;
  urn: string;
  inputs: Properties;
  region: string;
  world: World;
}

/** Gives a recipe its tools. */
export function makingOf({ type, urn, inputs, region, world }: Subject): Making {
  const digits = (length: number) => world.digits(urn, length);
  return {
    type,
    urn,
    name: nameOf(urn),
    inputs,
    region,
    account,
    world,
    digits,
    ec2Id: (prefix) => `${prefix}-0${digits(16)}`,
    uuid: () => {
      const hex = digits(32);
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        "-",
      );
    },
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    globalArn: (service, resource) => `arn:aws:${service}::${account}:${resource}`,
    text: (input, fallback = "") => {
      const value = inputs[input];
      return value === undefined || value === null || typeof value === "object" ? fallback : String(value);
    },
    texts: (input) => texts(inputs[input]),
    find: (other, property, value) =>
      world
        .resources(other)
        .find((resource) => (property === "id" ? resource.id === value : resource.state[property] === value))
        ?.state,
  };
}
