import type { Properties } from "../world/world.ts";
import type { Autoname } from "./autoname.ts";
import type { Condition } from "./change.ts";
import type { Price } from "./price.ts";
import type { Recipe } from "./recipe.ts";
import type { Written } from "./spelling.ts";
import type { TimesOf } from "./times.ts";

/** What is known about one type of resource. A test requires `recipe`, `times` and `price` for each that our programs make. */
export interface ResourceType {
  /** What AWS makes of it. Without one it has a plain id, and guessed outputs. */
  recipe?: Recipe;
  /** How the provider names one that the program leaves unnamed. Defaults to a property `name` of at most 255 characters. */
  autoname?: Autoname | "none";
  /**
   * Values that the provider itself fills in for inputs left out. They are part of the checked inputs, unlike those of AWS, which
   * appear in the state only. Defaults that mean nothing (false, 0, an empty text) are not listed.
   */
  defaults?: Properties;
  /** Values that the provider fills into blocks that are there, by the path of the block without list indexes. */
  nestedDefaults?: Record<string, Properties>;
  /**
   * Nested blocks that stay as they are when a program leaves them out: AWS fills them in, or the provider ignores that.
   * The provider's protocol can't express that for blocks, so the schema data does not.
   */
  keptBlocks?: readonly string[];
  /** The ones among them that have a switch: taken out while it is on, they are turned off. */
  blockSwitches?: Record<string, string>;
  /** Properties that replace on some changes only, and on which ones, as the provider decides when it plans. */
  replacesIf?: Record<string, Condition>;
  /** Differences that the provider ignores when it plans. */
  overlooks?: Record<string, Condition>;
  /** Properties that AWS writes in its own way, by their paths without list indexes. */
  writtenAs?: Record<string, Written>;
  /** It can't exist twice at once, whatever its name is, so the old one has to be deleted first. */
  onlyOnce?: true;
  /** It does no harm if it was made twice: it costs nothing, and nobody uses the first. */
  harmlessTwice?: true;
  /** How long it takes to create, update and delete. */
  times?: TimesOf;
  /** What it costs. */
  price?: Price;
  /** What the provider calls it, and its operations, where that isn't its service with the words of its type, `CreateThing` and `DeleteThing`. */
  words?: { thing?: string; create?: string; remove?: string };
}
