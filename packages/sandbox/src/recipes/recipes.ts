import { resourceSchema } from "../schema/awsSchema.ts";
import type { PropertySchema } from "../schema/types.ts";
import type { Properties, Value } from "../world/world.ts";
import { containers } from "./containers.ts";
import { databases } from "./databases.ts";
import { dns } from "./dns.ts";
import { identity } from "./identity.ts";
import { loadBalancing } from "./loadBalancing.ts";
import { messaging } from "./messaging.ts";
import { network } from "./network.ts";
import { observability } from "./observability.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";
import { secrets } from "./secrets.ts";
import { storage } from "./storage.ts";

const recipes: Recipes = {
  ...containers,
  ...databases,
  ...dns,
  ...identity,
  ...loadBalancing,
  ...messaging,
  ...network,
  ...observability,
  ...secrets,
  ...storage,
};

/** The types that have a recipe of their own. */
export const recipeTokens = (): string[] => Object.keys(recipes);

/** How AWS makes a resource of this type. Types without a recipe get a plain id, and `guess` does the rest. */
export const recipeOf = (type: string): Recipe => recipes[type] ?? { id: plainId };

/** A given name, or digits. */
function plainId(making: Making): string {
  const named = ["name", "identifier", "bucket", "domain"]
    .map((input) => making.text(input))
    .find((text) => text !== "");
  return named ?? making.digits(16);
}

/** Values for outputs that no recipe gives: plausible by their name and type. */
export function guess(making: Making & { id: string }, known: Properties): Properties {
  const guessed: Properties = {};
  for (const [name, property] of Object.entries(resourceSchema(making.type).outputs)) {
    if (known[name] === undefined) guessed[name] = guessOutput(name, property, making);
  }
  return guessed;
}

function guessOutput(name: string, property: PropertySchema, making: Making & { id: string }): Value {
  switch (property.type) {
    case "boolean":
      return false;
    case "number":
      return name.toLowerCase().includes("version") ? 1 : 0;
    case "list":
      return [];
    case "map":
    case "object":
      return {};
    default:
      return guessText(name, making);
  }
}

function guessText(name: string, making: Making & { id: string }): string {
  const [, module = "", kind = ""] = making.type.split(":");
  const service = module.split("/")[0] ?? "";
  const plain = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  if (name === "arn" || name === `${plain}Arn`) {
    return making.id.startsWith("arn:") ? making.id : making.arn(service, `${plain}/${making.id}`);
  }
  if (name === `${plain}Id`) return making.id;
  if (["ownerId", "accountId", "registryId", "owner"].includes(name)) return making.account;
  if (/(Date|Time|At|Timestamp)$/.test(name)) return making.world.now();
  if (name === "status" || name === "state") return "ACTIVE";
  return "";
}
