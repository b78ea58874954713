import type { InputRule } from "./inputRule.ts";
import { misshapen, type Shape } from "./shapes.ts";

/** What a property must look like for the provider to accept it. */
export interface InputShape {
  name: string;
  type: string;
  property: string;
  /** The property's name in the provider's own messages. Defaults to `property`. */
  field?: string;
  shapes: readonly Shape[];
  source: string;
}

/** The name of a property in the provider's own messages, where it isn't in a block: `kms_key_id`. */
export const fieldOf = (property: string): string =>
  property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const asInputRule = ({
  name,
  type,
  property,
  field = property,
  shapes,
  source,
}: InputShape): InputRule => ({
  name,
  source,
  type,
  property,
  problems: (value) => misshapen(shapes, value, field),
});
