import fc from "fast-check";
import { expect, test } from "vitest";
import { mayBeIn } from "../../src/network/addresses.ts";
import { contains, overlaps, readBlock } from "../../src/network/blocks.ts";

const block = (text: string) => {
  const read = readBlock(text);
  if (!read) throw new Error(`${text} is no block`);
  return read;
};

test("what is no block is not read", () => {
  expect(["", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "sg-1", "::/129", "::/-1"].map(readBlock)).toEqual(
    Array(7).fill(undefined),
  );
});

test.each([
  ["10.0.0.0/16", "10.0.3.0/24", true, true],
  ["10.0.3.0/24", "10.0.0.0/16", false, true],
  ["10.0.0.0/16", "10.0.0.0/16", true, true],
  ["10.0.0.0/16", "10.1.0.0/16", false, false],
  ["0.0.0.0/0", "203.0.113.7/32", true, true],
  ["::/0", "2001:db8::/32", true, true],
  ["2001:db8::/32", "2001:db9::/32", false, false],
  ["0.0.0.0/0", "::/0", false, false],
])("%s and %s: contains %s, overlaps %s", (outer, inner, isInside, isShared) => {
  expect(contains(block(outer), block(inner))).toBe(isInside);
  expect(overlaps(block(outer), block(inner))).toBe(isShared);
});

test("a block contains the addresses whose first bits are its own", () => {
  const address = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
  const bits = (octets: number[]) => octets.map((octet) => octet.toString(2).padStart(8, "0")).join("");
  fc.assert(
    fc.property(address, address, fc.nat(32), (a, b, prefix) => {
      const expected = bits(a).slice(0, prefix) === bits(b).slice(0, prefix);
      expect(contains(block(`${a.join(".")}/${prefix}`), block(`${b.join(".")}/32`))).toBe(expected);
    }),
  );
});

test.each([
  ["0.0.0.0/0", true],
  ["52.0.0.0/8", true],
  ["3.208.0.0/16", true],
  // One network of somebody, and private ones.
  ["203.0.113.0/24", false],
  ["10.0.0.0/8", false],
  ["172.16.0.0/16", false],
  ["100.64.0.0/16", false],
  // Registries and secrets are called by IPv4.
  ["::/0", false],
])("services of AWS may be in %s: %s", (text, expected) => {
  expect(mayBeIn("internet", block(text))).toBe(expected);
});

test("an address that is not known may be in any block", () => {
  expect(mayBeIn(undefined, block("10.0.0.0/24"))).toBe(true);
});
