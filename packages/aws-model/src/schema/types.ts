/** What a property holds. `json` is a string that holds a JSON document; two documents that mean the same are equal. */
export type PropertyType =
  | "string"
  | "number"
  | "boolean"
  | "list"
  | "map"
  | "object"
  | "json"
  | "asset"
  | "archive";

/** One property of a resource, a function or a nested object. A flag that is absent is false. */
export interface PropertySchema {
  type: PropertyType;
  /** Type of the members of a list or map of scalars. */
  items?: PropertyType;
  /** Properties of an object, or of each member of a list or map of objects; a string refers to a shared type. */
  element?: ObjectSchema | string;
  required?: boolean;
  /** Optional, and filled in by AWS when it is left out. */
  computed?: boolean;
  sensitive?: boolean;
  /** Sent to AWS and not kept in the state. */
  writeOnly?: boolean;
  /** A change replaces the resource. */
  replaces?: boolean;
  /** `replaces` holds only for some changes. */
  conditional?: boolean;
  /** A list whose order means nothing. */
  set?: boolean;
  minItems?: number;
  maxItems?: number;
  /** Known to the npm package only: nothing is known about what a change replaces. */
  sdkOnly?: boolean;
}

export type ObjectSchema = Record<string, PropertySchema>;

/** A resource or a function. `outputs` are those that can't be given. */
export interface TokenSchema {
  inputs: ObjectSchema;
  outputs: ObjectSchema;
}

export interface AwsSchema {
  /** Where the data was read off. */
  source: string;
  resources: Record<string, TokenSchema>;
  functions: Record<string, TokenSchema>;
  types: Record<string, ObjectSchema>;
}
