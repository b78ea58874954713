import type { Making, Recipe } from "../descriptor/recipe.ts";
import { resourceSchema } from "../schema/awsSchema.ts";
import type { PropertySchema } from "../schema/types.ts";
import { typeOf } from "../services/services.ts";
import type { Properties, Value } from "../world/world.ts";

/** How AWS makes a resource of this type. Types without a recipe get a plain id, and `guess` does the rest. */
export const recipeOf = (type: string): Recipe => typeOf(type).recipe ?? { id: plainId };

/** A given name, or digits. */
function plainId(making: Making): string {
  const named = ["name", "identifier", "bucket", "domain"]
    .map((input) => making.text(input))
    .find((text) => text !== "");
  return named ?? making.digits(16);
}

/** Values for what AWS fills in and no recipe gives: plausible by name and type, otherwise nothing of that type. */
export function guess(making: Making & { id: string }, known: Properties): Properties {
  const guessed: Properties = {};
  const { inputs, outputs } = resourceSchema(making.type);
  for (const [name, property] of Object.entries({ ...inputs, ...outputs })) {
    const isFilledIn = name in outputs || (property.computed && property.type !== "object");
    if (isFilledIn && known[name] === undefined) guessed[name] = guessValue(name, property, making);
  }
  return guessed;
}

function guessValue(name: string, property: PropertySchema, making: Making & { id: string }): Value {
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
