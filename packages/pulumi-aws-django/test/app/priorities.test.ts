import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BANDS,
  bandOf,
  covers,
  MAX_PATHS_PER_RULE,
  pathRules,
  priorityOf,
} from "../../src/app/plan/priorities.ts";

const apps = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const processes = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}[a-z0-9]$/);
const segments = fc.array(fc.stringMatching(/^[a-z0-9-]{1,6}$/), { maxLength: 4 });
/** Patterns as most people write them: whole segments, and everything below. */
const plainPatterns = segments.map((parts) => `${parts.map((part) => `/${part}`).join("")}/*`);
const anyPatterns = fc.stringMatching(/^\/[a-z/*?.]{0,20}$/);

describe("bands", () => {
  test("every priority is one that a listener takes, and belongs to one app", () => {
    fc.assert(
      fc.property(apps, fc.integer({ min: 0, max: 99 }), (app, position) => {
        const band = bandOf(app);
        expect(Number.isInteger(band) && band >= 0 && band < BANDS).toBe(true);
        const priority = priorityOf(band, position);
        expect(priority).toBeGreaterThanOrEqual(1);
        expect(priority).toBeLessThanOrEqual(50_000);
        expect(Math.floor((priority - 1) / 100)).toBe(band);
      }),
    );
    expect([priorityOf(0, 0), priorityOf(499, 99)]).toEqual([1, 50_000]);
  });

  test("names that differ only in a number never meet within 500 in a row", () => {
    fc.assert(
      fc.property(apps, fc.integer({ min: 0, max: 99_000 }), (prefix, first) => {
        const bands = new Set(Array.from({ length: BANDS }, (_, i) => bandOf(`${prefix}-${first + i}`)));
        expect(bands.size).toBe(BANDS);
      }),
    );
  });

  test("the band of a name never changes", () => {
    expect(["alpha", "beta", "pr-1", "pr-2", "pr-100"].map(bandOf)).toEqual([417, 343, 81, 82, 180]);
  });
});

describe("a hundred environments of six rules on one listener", () => {
  test("share no priority", () => {
    const paths = ["/api/*", "/admin/*", "/graphql/*", "/api/v2/*", "/api/v2/files/*", "/export-*", "/*"];
    const priorities = Array.from({ length: 100 }, (_, i) =>
      [
        ...pathRules("gunicorn", paths.slice(0, 6)),
        ...pathRules("web-ui", paths.slice(6)),
        ...pathRules("ws", ["/ws/*"]),
      ].map(({ position }) => priorityOf(bandOf(`pr-${i}`), position)),
    );
    expect(priorities.map((of) => of.length)).toEqual(Array(100).fill(6));
    expect(new Set(priorities.flat()).size).toBe(600);
  });
});

describe("positions", () => {
  test("are within the band, and each rule is one that AWS takes", () => {
    fc.assert(
      fc.property(
        processes,
        fc.uniqueArray(anyPatterns, { minLength: 1, maxLength: 12 }),
        (process, paths) => {
          const rules = pathRules(process, paths);
          for (const rule of rules) {
            expect(rule.position).toBeGreaterThanOrEqual(0);
            expect(rule.position).toBeLessThan(100);
            expect(rule.paths.length).toBeLessThanOrEqual(MAX_PATHS_PER_RULE);
          }
          expect(rules.flatMap((rule) => rule.paths).sort()).toEqual([...paths].sort());
        },
      ),
    );
  });

  test("follow from a process's own name and paths, not from their order", () => {
    fc.assert(
      fc.property(
        processes,
        fc.uniqueArray(anyPatterns, { minLength: 1, maxLength: 8 }),
        (process, paths) => {
          expect(pathRules(process, [...paths].reverse())).toEqual(pathRules(process, paths));
        },
      ),
    );
  });

  test("put a pattern of whole segments before every other that covers it, whichever process it belongs to", () => {
    fc.assert(
      fc.property(processes, processes, plainPatterns, segments, (one, other, general, more) => {
        const specific = general.replace("/*", `${more.map((part) => `/${part}`).join("")}/*`);
        fc.pre(specific !== general && specific.split("/").length <= 6);
        const [first] = pathRules(one, [specific]);
        const [second] = pathRules(other, [general]);
        expect(covers(general, specific)).toBe(true);
        expect(first?.position).toBeLessThan(second?.position ?? -1);
      }),
    );
  });

  test("of the app's own processes never meet in the first four paths of a depth", () => {
    const patterns = fc.uniqueArray(fc.stringMatching(/^\/[a-z]{1,8}\/\*$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(patterns, patterns, (ofGunicorn, ofWebUi) => {
        const [gunicorn, webUi] = [pathRules("gunicorn", ofGunicorn), pathRules("web-ui", ofWebUi)];
        expect([gunicorn.length, webUi.length]).toEqual([1, 1]);
        expect(gunicorn[0]?.position).not.toBe(webUi[0]?.position);
      }),
    );
  });

  test("of the default app", () => {
    expect(pathRules("gunicorn", ["/api/*", "/admin/*", "/graphql/*"])).toEqual([
      { paths: ["/admin/*", "/api/*", "/graphql/*"], position: 58 },
    ]);
    expect(pathRules("gunicorn", ["/*"])).toEqual([{ paths: ["/*"], position: 96 }]);
    expect(pathRules("web-ui", ["/*"])).toEqual([{ paths: ["/*"], position: 97 }]);
  });

  test("of patterns that say more come before the plain ones of their depth", () => {
    const [exact, below] = pathRules("gunicorn", ["/api/", "/api/*"]);
    expect([exact?.paths, below?.paths]).toEqual([["/api/"], ["/api/*"]]);
    expect(exact?.position).toBeLessThan(below?.position ?? -1);
  });

  test("more than four paths, or more than five wildcards, are more than one rule", () => {
    const five = pathRules("gunicorn", ["/a/*", "/b/*", "/c/*", "/d/*", "/e/*"]);
    expect(five.map(({ paths }) => paths)).toEqual([["/a/*", "/b/*", "/c/*", "/d/*"], ["/e/*"]]);
    const wild = pathRules("gunicorn", ["/a*b*c*", "/d*e*f*"]);
    expect(wild.map(({ paths }) => paths)).toEqual([["/a*b*c*"], ["/d*e*f*"]]);
  });

  test("can be given: the first rule takes it, others follow", () => {
    const rules = pathRules("ws", ["/ws/*", "/ws/v2/*"], 40);
    expect(rules).toEqual([
      { paths: ["/ws/v2/*"], position: 40 },
      { paths: ["/ws/*"], position: 41 },
    ]);
  });
});

test.each([
  ["/*", "/api/*", true],
  ["/api/*", "/api/", true],
  ["/api/*", "/apis/*", false],
  ["/api*", "/api-v2/*", true],
  ["/a?c", "/abc", true],
  ["/a?c", "/a*c", false],
  ["/a.c", "/abc", false],
  ["/api/*", "/*", false],
])("%s covers %s: %s", (general, specific, expected) => {
  expect(covers(general, specific)).toBe(expected);
});
