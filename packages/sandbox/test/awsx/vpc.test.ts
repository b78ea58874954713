import { expect, test } from "vitest";
import { record } from "./recordRegistrations.ts";
test("x", async () => {
  console.log(JSON.stringify(await record({ numberOfAvailabilityZones: 2, subnetStrategy: "Auto", natGateways: { strategy: "Single" }, tags: { app: "x" } , subnetSpecs: [{ type: "Public" }, { type: "Private", tags:{tier:"app"} }, { type: "Isolated" }]}), null, 1));
  expect(1).toBe(1);
});
