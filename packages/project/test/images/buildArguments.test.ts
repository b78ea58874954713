import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildArguments, type Order } from "../../src/images/buildArguments.ts";

const order: Order = {
  checkout: {
    context: "/shop",
    dockerfile: fileURLToPath(new URL("../../../starter/frontend/Dockerfile", import.meta.url)),
    commit: "c".repeat(40),
    committed: 1772359200,
    tags: [],
    changes: [],
    stowaways: [],
    source: undefined,
  },
  version: "v1",
  repository: "123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend",
  platforms: ["linux/arm64"],
  push: true,
  attested: true,
};

test("layers are kept in GitHub's cache only where that is asked for, each image's apart", () => {
  const without = buildArguments(order, "m.json");
  expect(without.filter((word) => word.includes("cache"))).toEqual([]);
  const cached = buildArguments({ ...order, cached: true }, "m.json");
  const at = cached.indexOf("--cache-from");
  expect(cached.slice(at, at + 4)).toEqual([
    "--cache-from",
    "type=gha,scope=ublog-backend",
    "--cache-to",
    "type=gha,scope=ublog-backend,mode=max,ignore-error=true",
  ]);
  expect(cached.toSpliced(at, 4)).toEqual(without);
});
