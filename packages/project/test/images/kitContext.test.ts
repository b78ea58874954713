import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { kitContext } from "../../src/images/kitContext.ts";

const packages = fileURLToPath(new URL("../../..", import.meta.url));

test("the starter's Dockerfile gets django-ecs-kit, its front end doesn't", () => {
  const [flag, context = ""] = kitContext(join(packages, "starter/backend/Dockerfile"));
  expect([flag, context]).toEqual(["--build-context", `kit=${join(packages, "django-ecs-kit")}`]);
  expect(existsSync(join(context.slice("kit=".length), "pyproject.toml"))).toBe(true);
  expect(kitContext(join(packages, "starter/frontend/Dockerfile"))).toEqual([]);
});

test.each([
  ["FROM scratch AS kit", true],
  ["from scratch as kit", true],
  ["FROM alpine\nCOPY --from=kit . kit/", true],
  ["FROM scratch AS kitchen", false],
  ["FROM kit", false],
  ["# FROM scratch AS kit, once", false],
  ["FROM alpine\nCOPY kit/ kit/", false],
])("%s", (text, wanted) => {
  const folder = mkdtempSync(join(tmpdir(), "ublog-kit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "Dockerfile"), text);
  expect(kitContext(join(folder, "Dockerfile")).length > 0).toBe(wanted);
});
