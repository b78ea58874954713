import { describe, expect, test } from "vitest";
import { formatDuration, formatTime, parseDuration } from "../src/clock.ts";
import { gitShaOf, identityOf } from "../src/identity.ts";
import { screenProgress } from "../src/report/terminal.ts";

/** Everything that is written to a screen of a kind. */
function written(isTTY: boolean, environment: NodeJS.ProcessEnv): string {
  let text = "";
  const screen = { isTTY, columns: 20, write: (piece: string) => (text += piece) };
  const progress = screenProgress(screen, environment);
  progress.step("Rolling out");
  progress.status("gunicorn 0/2, default 1/1 (5 s)");
  progress.line("gunicorn: done");
  progress.log("web", "hello");
  progress.status();
  return text;
}

describe("progress", () => {
  test("is plain lines in CI", () => {
    const plain = "▸ Rolling out\n  gunicorn: done\n  web │ hello\n";
    expect(written(false, {})).toBe(plain);
    expect(written(true, { CI: "true", NO_COLOR: "1" })).toBe(plain);
  });

  test("in a terminal has a last line that changes, cut to the screen, above which lines go", () => {
    const text = written(true, { NO_COLOR: "1" });
    expect(text).toBe(
      "\r\u001b[K▸ Rolling out\n" +
        "\r\u001b[K  gunicorn 0/2, def" +
        "\r\u001b[K  gunicorn: done\n  gunicorn 0/2, def" +
        "\r\u001b[K  web │ hello\n  gunicorn 0/2, def" +
        "\r\u001b[K",
    );
  });

  test("in a terminal has colours", () => {
    expect(written(true, {})).toContain("\u001b[1m▸ Rolling out\u001b[22m\n");
  });
});

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["2h", 7_200_000],
  ["1d", 86_400_000],
  ["1.5h", undefined],
  ["soon", undefined],
])("the duration %s is %s ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each([
  [900, "1 s"],
  [59_400, "59 s"],
  [60_000, "1 min"],
  [200_000, "3 min 20 s"],
  [3_900_000, "1 h 5 min"],
])("%i ms are %s", (milliseconds, expected) => {
  expect(formatDuration(milliseconds)).toBe(expected);
});

test("times are UTC and sort as text", () => {
  expect(formatTime(Date.parse("2026-11-23T16:40:05.123Z"))).toBe("2026-11-23 16:40:05Z");
});

describe("who it is", () => {
  test("in GitHub Actions: the user, the run and its attempt", () => {
    const environment = {
      GITHUB_ACTOR: "grace",
      GITHUB_RUN_ID: "77",
      GITHUB_RUN_ATTEMPT: "2",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SERVER_URL: "https://git.acme.com",
    };
    expect(identityOf(environment)).toEqual({
      actor: "grace",
      run: "https://git.acme.com/acme/shop/actions/runs/77",
      attempt: 2,
    });
  });

  test("elsewhere: the user and the machine", () => {
    expect(identityOf({})).toEqual({ actor: expect.stringMatching(/^.+@.+$/) });
  });

  test.each([
    ["0123abc", {}, "0123abc"],
    ["v1", { GITHUB_REF_NAME: "v1", GITHUB_SHA: "f00" }, "f00"],
    ["v1", { GITHUB_REF_NAME: "main", GITHUB_SHA: "f00" }, undefined],
  ])("the commit of %s with %o is %s", (version, environment, sha) => {
    expect(gitShaOf(version, environment)).toBe(sha);
  });
});
