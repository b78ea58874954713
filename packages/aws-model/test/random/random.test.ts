import bcrypt from "bcryptjs";
import { expect, test } from "vitest";
import { randomProvider } from "../../src/random/randomProvider.ts";
import { unknown } from "../../src/shared/values.ts";
import type { Properties } from "../../src/world/world.ts";
import { isSecret, plain, urnOf } from "../support/awsResources.ts";

const provider = randomProvider("4.21.2");
const token = (name: string) => `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

function make(name: string, given: Properties, preview = false) {
  const type = token(name);
  const { inputs, failures } = provider.check({
    urn: urnOf(type, "r"),
    type,
    newInputs: given,
    randomSeed: new Uint8Array(),
  });
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  const { id, state } = provider.create({ urn: urnOf(type, "r"), type, inputs, preview });
  return { type, id, inputs, state };
}

test("a password: secret, of the wanted length and kinds, another each time", () => {
  const { id, state } = make("RandomPassword", { length: 40, special: false, minNumeric: 5 });
  expect(id).toBe("none");
  expect([isSecret(state.result), isSecret(state.bcryptHash)]).toEqual([true, true]);
  const { result, bcryptHash, ...rest } = plain(state);
  expect(result).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(String(result).replace(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(5);
  expect(bcrypt.compareSync(String(result), String(bcryptHash))).toBe(true);
  expect(rest).toEqual({
    length: 40,
    lower: true,
    minLower: 0,
    minNumeric: 5,
    minSpecial: 0,
    minUpper: 0,
    number: true,
    numeric: true,
    special: false,
    upper: true,
  });
  expect(plain(make("RandomPassword", { length: 40 }).state).result).not.toBe(result);
});

test("special characters can be chosen", () => {
  const all = { length: 20, lower: false, upper: false, numeric: false, overrideSpecial: "_-" };
  expect(plain(make("RandomString", all).state).result).toMatch(/^[_-]{20}$/);
  expect(plain(make("RandomPassword", { length: 9, number: false, special: false }).state)).toMatchObject({
    result: expect.stringMatching(/^[A-Za-z]{9}$/),
    number: false,
    numeric: false,
  });
});

test("an id in all its forms, with its prefix", () => {
  const { id, state } = make("RandomId", { byteLength: 4, prefix: "p-" });
  const bytes = Buffer.from(id, "base64url");
  expect(bytes).toHaveLength(4);
  expect(state).toEqual({
    byteLength: 4,
    prefix: "p-",
    b64Std: `p-${bytes.toString("base64")}`,
    b64Url: `p-${id}`,
    dec: `p-${bytes.readUInt32BE()}`,
    hex: `p-${bytes.toString("hex")}`,
  });
});

test("a preview knows the inputs only, and keeps secrets secret", () => {
  const { id, state } = make("RandomPassword", { length: 8 }, true);
  expect(id).toBe("");
  expect(isSecret(state.result)).toBe(true);
  expect(plain(state)).toMatchObject({ length: 8, upper: true, result: unknown, bcryptHash: unknown });
});

test("nothing changes by itself; every input replaces, keepers one by one", () => {
  const { type, id, inputs, state } = make("RandomPassword", { length: 8, keepers: { a: "1" } });
  const diff = (newInputs: Properties) =>
    provider.diff({
      urn: "",
      type,
      id,
      oldState: plain(state),
      oldInputs: inputs,
      newInputs,
      ignoreChanges: [],
    });
  expect(diff(inputs)).toMatchObject({ changes: false, detailed: {}, replaces: [] });
  expect(diff({ ...inputs, length: 9 })).toMatchObject({
    detailed: { length: "update-replace" },
    replaces: ["length"],
  });
  expect(diff({ ...inputs, special: true }).changes).toBe(false);
  expect(diff({ ...inputs, special: false }).replaces).toEqual(["special"]);
  expect(diff({ ...inputs, keepers: { a: "2", b: "1" } })).toMatchObject({
    detailed: { "keepers.a": "update-replace", "keepers.b": "add-replace" },
    replaces: ["keepers"],
    deleteBeforeReplace: false,
  });
});

test.each<[string, Properties, string]>([
  ["RandomPassword", {}, "Missing required property 'length'"],
  [
    "RandomPassword",
    { length: 3, minLower: 4 },
    "Attribute length value must be at least 1 and at least sum of minUpper + minLower + minNumeric + minSpecial (4), got: 3",
  ],
  [
    "RandomPassword",
    { length: 3, lower: false, upper: false, numeric: false, special: false },
    "At least one attribute out of [special,upper,lower,numeric] must be specified as true",
  ],
  ["RandomId", { byteLenght: 4 }, "'byteLenght' is not a property; did you mean 'byteLength'?"],
])("%s refuses %o", (name, inputs, reason) => {
  expect(() => make(name, inputs)).toThrow(reason);
});

test("a password can be imported, and read again", () => {
  const type = token("RandomPassword");
  const imported = provider.read({ urn: "", type, id: "hunter2hunter2", state: {}, inputs: {} });
  expect(imported?.id).toBe("none");
  expect(plain(imported?.state ?? {})).toMatchObject({ result: "hunter2hunter2", length: 14 });
  expect(imported?.inputs).toEqual({ length: 14 });
  expect(() => provider.read({ urn: "", type: token("RandomId"), id: "x", state: {}, inputs: {} })).toThrow(
    "can't be imported",
  );
});

test("an unknown type names the nearest", () => {
  expect(() =>
    provider.diff({
      urn: "",
      type: "random:index/randomPasword:RandomPasword",
      id: "",
      oldState: {},
      oldInputs: {},
      newInputs: {},
      ignoreChanges: [],
    }),
  ).toThrow("did you mean random:index/randomPassword:RandomPassword?");
});
