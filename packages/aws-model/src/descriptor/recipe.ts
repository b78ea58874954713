import type { Properties, Value, World } from "../world/world.ts";

/** What a recipe may know about the resource it makes. */
export interface Making {
  type: string;
  urn: string;
  /** The logical name in the program. */
  name: string;
  /** The checked inputs. */
  inputs: Properties;
  region: string;
  account: string;
  world: World;
  /** Hexadecimal digits of this resource, new ones at each call. */
  digits(length: number): string;
  /** An identifier in the style of EC2: `vpc-0` and 16 digits. */
  ec2Id(prefix: string): string;
  /** An identifier in the style of KMS and IAM Identity Center: 8-4-4-4-12 digits. */
  uuid(): string;
  /** An ARN in this region and account. */
  arn(service: string, resource: string): string;
  /** An ARN of a service without regions, such as IAM. */
  globalArn(service: string, resource: string): string;
  /** An input as a text, or the fallback. */
  text(input: string, fallback?: string): string;
  /** An input as a list of texts. */
  texts(input: string): string[];
  /** The state of a resource that an input refers to by its id, ARN or name. */
  find(type: string, property: string, value: unknown): Properties | undefined;
}

/** What AWS makes of one type of resource. */
export interface Recipe {
  /** The id of a new resource. */
  id(making: Making): string;
  /** Where several resources share the provider's id: what distinguishes them in the world. */
  key?(state: Properties): Value | undefined;
  /** What AWS fills in: outputs, and inputs left out. Given inputs take precedence. */
  filled?(making: Making & { id: string }): Properties;
  /** Known inputs in the form that AWS keeps, where that differs from the given one. */
  kept?(inputs: Properties): Properties;
  /** Resources that AWS makes along with this one, and removes with it. */
  companions?(state: Properties): Companion[];
  /** Outputs that an update of the inputs changes, given the state before. */
  updated?(
    making: Making & {
      id: string;
      before: Properties;
      changed: ReadonlySet<string>;
    },
  ): Properties;
  /** Outputs that can't be known before an update that changes one of the given inputs. */
  unsettled?: Record<string, readonly string[]>;
  /** What a deletion leaves behind, or undefined if nothing. Called before the resource goes. */
  remains?(deleting: { id: string; state: Properties; world: World }): RemainsOf | undefined;
}

export interface Companion {
  type: string;
  id: string;
  state: Properties;
}

export interface RemainsOf {
  kind: string;
  id: string;
  state: Properties;
}
