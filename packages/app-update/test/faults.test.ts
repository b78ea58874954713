import { describe, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import { betweenReleases, breakEveryCall, SLOW } from "./support/breakEveryCall.ts";
import { FAULTS } from "./support/faults.ts";

// What goes wrong on the way back, after a failure or by hand, is in journeys/faultsGoingBack.test.ts.
describe("a release that would succeed", async () => {
  const start = await betweenReleases();
  const sweep = { start, command: "release v2", from: "v1", to: "v2", end: EXIT.done };
  test.each(FAULTS)("%s at every call", (fault) => breakEveryCall("a good release", sweep, fault), SLOW);
});
