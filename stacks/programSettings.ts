import * as z from "zod";
import { bootstrapValidators } from "./bootstrapConfig.ts";
import { nameValidator } from "./names.ts";
import { validatorsOfArguments } from "./validator.ts";

/** What to do where an app stack names no base. */
export const WRITE_BASE =
  "Write the name of the base stack that the app is built on: pulumi config set ublog:base base";

/** The settings of each program by name: the component's arguments, and the stack's own. */
export const PROGRAM_SETTINGS = {
  base: () => ({
    ...validatorsOfArguments("DjangoBase"),
    program: z.literal("base"),
    name: nameValidator.optional(),
  }),
  app: () => {
    // People call an environment what its stack is called.
    const { environmentName: _, ...settings } = validatorsOfArguments("DjangoApp");
    return {
      ...settings,
      program: z.literal("app"),
      name: nameValidator.optional(),
      base: z.string().min(1, WRITE_BASE).describe(`${WRITE_BASE}.`),
    };
  },
  bootstrap: () => bootstrapValidators,
} satisfies Record<string, () => Record<string, z.ZodType>>;
