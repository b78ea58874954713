import fc from "fast-check";
import { expect, test } from "vitest";
import { autonameBase, cutName } from "../../src/shared/names.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,20}){0,6}$/);
const limit = fc.integer({ min: 20, max: 63 });

test("a name that fits stays as it is", () => {
  expect(cutName("base-database", 13)).toBe("base-database");
});

test("a longer name ends in a hash of all of it", () => {
  expect(cutName("a-name-that-is-much-too-long-for-this", 20)).toBe("a-name-that-f3c51ced");
});

test("no name is longer than the limit, nor has it two hyphens in a row or one at its end", () => {
  fc.assert(
    fc.property(name, limit, (text, max) => {
      const cut = cutName(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(autonameBase(text, max).length).toBeLessThanOrEqual(max - "-1234567".length);
    }),
  );
});

test("different names stay different", () => {
  fc.assert(
    fc.property(name, name, limit, (a, b, max) => {
      fc.pre(a !== b);
      expect(cutName(a, max)).not.toBe(cutName(b, max));
    }),
  );
});
