import { createRequire } from "node:module";
import type { Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb.js";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

const { Struct } = createRequire(import.meta.url)(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof import("google-protobuf/google/protobuf/struct_pb.js");

/** The key that marks an object as a special value on the engine's wire. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** A value that is not known before the update runs. The engine has one sentinel a type; here they are all this one. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const unknowns = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

export const isUnknown = (value: unknown): boolean => value === unknown;

/** True if the value, or anything inside it, is unknown. */
export function containsUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isObject(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

/** `asset` or `archive` if the value is one; they pass through as the engine sent them. */
export function assetKind(value: Value | undefined): "asset" | "archive" | undefined {
  if (!isObject(value)) return undefined;
  if (value[signature] === assetSignature) return "asset";
  if (value[signature] === archiveSignature) return "archive";
  return undefined;
}

/**
 * Reads properties off the wire. Nulls are left out, secrets and outputs become what they hold: the engine itself
 * keeps echoed properties secret, as it does for every provider that does not ask for secrets.
 */
export function decode(struct: StructMessage | undefined): Properties {
  if (!struct) return {};
  return decodeObject(struct.toJavaScript() as Properties);
}

function decodeObject(object: Properties): Properties {
  const result: Properties = {};
  for (const [key, value] of Object.entries(object)) {
    const decoded = decodeValue(value);
    if (decoded !== null) result[key] = decoded;
  }
  return result;
}

function decodeValue(value: Value): Value {
  if (typeof value === "string") return unknowns.has(value) ? unknown : value;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (!isObject(value)) return value;
  switch (value[signature]) {
    case undefined:
      return decodeObject(value);
    case secretSignature:
      return decodeValue(value.value ?? null);
    case outputSignature:
      return value.value === undefined ? unknown : decodeValue(value.value);
    case resourceSignature:
      return decodeValue(value.id ?? value.urn ?? null);
    default:
      return value;
  }
}

/** Marks a value as secret on the wire. */
export const secret = (value: Value): Value => ({
  [signature]: secretSignature,
  value,
});

/** Writes properties to the wire. */
export const encode = (properties: Properties): StructMessage =>
  Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
