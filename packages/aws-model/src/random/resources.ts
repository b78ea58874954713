import { randomBytes } from "node:crypto";
import bcrypt from "bcryptjs";
import type { ObjectSchema, PropertySchema } from "../schema/types.ts";
import type { CheckFailure } from "../shared/protocol.ts";
import type { Properties } from "../world/world.ts";
import { idForms, randomText, type StringOptions } from "./generate.ts";

/** One type of random resource. Every input replaces: what is random stays until it is made again. */
export interface RandomResource {
  inputs: ObjectSchema;
  /** Values of inputs left out, as the state has them. */
  defaults: Properties;
  /** Outputs that are secret. */
  secrets: readonly string[];
  /** Outputs that are not known before the resource is made. */
  outputs: readonly string[];
  check?(inputs: Properties): CheckFailure[];
  make(inputs: Properties): { id: string; outputs: Properties };
  /** The state of a resource imported by its id; undefined where there is no import. */
  adopt?(id: string): { id: string; state: Properties };
}

const input = (type: PropertySchema["type"], more: Partial<PropertySchema> = {}): PropertySchema => ({
  type,
  replaces: true,
  ...more,
});

const keepers = input("map", { items: "string" });

const textInputs: ObjectSchema = {
  keepers,
  length: input("number", { required: true }),
  lower: input("boolean"),
  minLower: input("number"),
  minNumeric: input("number"),
  minSpecial: input("number"),
  minUpper: input("number"),
  number: input("boolean"),
  numeric: input("boolean"),
  overrideSpecial: input("string"),
  special: input("boolean"),
  upper: input("boolean"),
};

const textDefaults: Properties = {
  lower: true,
  minLower: 0,
  minNumeric: 0,
  minSpecial: 0,
  minUpper: 0,
  number: true,
  numeric: true,
  special: true,
  upper: true,
};

function textOptions(inputs: Properties): StringOptions {
  const all = { ...textDefaults, overrideSpecial: "", ...inputs } as unknown as StringOptions;
  // `number` is the old name of `numeric`.
  return { ...all, numeric: (inputs.numeric ?? inputs.number ?? true) === true };
}

function checkText(inputs: Properties): CheckFailure[] {
  const { length, lower, upper, numeric, special, ...options } = textOptions(inputs);
  const least = options.minLower + options.minUpper + options.minNumeric + options.minSpecial;
  const failures: CheckFailure[] = [];
  if (typeof length === "number" && (length < 1 || length < least)) {
    failures.push({
      property: "length",
      reason: `Attribute length value must be at least 1 and at least sum of minUpper + minLower + minNumeric + minSpecial (${least}), got: ${length}`,
    });
  }
  if (!lower && !upper && !numeric && !special) {
    failures.push({
      property: "",
      reason: "At least one attribute out of [special,upper,lower,numeric] must be specified as true",
    });
  }
  return failures;
}

const text = (value: Properties[string] | undefined, fallback = ""): string =>
  value === undefined ? fallback : String(value);

/** bcrypt takes no more than 72 bytes. The provider has it take 2^10 rounds; 2^4 is enough where nobody attacks. */
const bcryptHash = (password: string): string =>
  bcrypt.hashSync(Buffer.from(password).subarray(0, 72).toString(), 4);

/** The resources of @pulumi/random 4.21 that the components and pulumi-aws-django 1.28 make, by token. */
export const randomResources: Record<string, RandomResource> = {
  "random:index/randomPassword:RandomPassword": {
    inputs: textInputs,
    defaults: textDefaults,
    secrets: ["bcryptHash", "result"],
    outputs: ["bcryptHash", "result"],
    check: checkText,
    make: (inputs) => {
      const result = randomText(textOptions(inputs));
      return { id: "none", outputs: { bcryptHash: bcryptHash(result), result } };
    },
    adopt: (password) => ({
      id: "none",
      state: {
        ...textDefaults,
        bcryptHash: bcryptHash(password),
        length: password.length,
        result: password,
      },
    }),
  },
  "random:index/randomString:RandomString": {
    inputs: textInputs,
    defaults: textDefaults,
    secrets: [],
    outputs: ["result"],
    check: checkText,
    make: (inputs) => {
      const result = randomText(textOptions(inputs));
      return { id: result, outputs: { result } };
    },
  },
  "random:index/randomId:RandomId": {
    inputs: { byteLength: input("number", { required: true }), keepers, prefix: input("string") },
    defaults: {},
    secrets: [],
    outputs: ["b64Std", "b64Url", "dec", "hex"],
    make: ({ byteLength, prefix }) => {
      const bytes = randomBytes(Number(byteLength));
      return { id: bytes.toString("base64url"), outputs: idForms(bytes, text(prefix)) };
    },
  },
};
