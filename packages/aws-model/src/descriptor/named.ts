import type { Making, Recipe } from "./recipe.ts";

/** A recipe for something identified by a name that the program gives, with an ARN under that name. */
export const byName = (
  property: string,
  arn: (making: Making & { id: string }) => string,
  more?: Recipe["filled"],
): Recipe => ({
  id: ({ text }) => text(property),
  filled: (making) => ({ arn: arn(making), namePrefix: "", ...more?.(making) }),
});
