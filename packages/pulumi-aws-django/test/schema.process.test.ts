import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { SCHEMA_FILE } from "../scripts/generateSchema.ts";
import { pluginSchema } from "./support/published.ts";

test("Pulumi's own plugin host serves the schema from the package's folder", async () => {
  expect(await pluginSchema(dirname(SCHEMA_FILE))).toEqual(JSON.parse(readFileSync(SCHEMA_FILE, "utf8")));
}, 120_000);
