import { afterEach, expect, test, vi } from "vitest";
import { takeProject } from "../src/sandbox/takeProject.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  [["up", "--cwd", "programs/web", "--yes"]],
  [["up", "--cwd=programs/web", "--yes"]],
  [["-C", "programs/web", "up", "--yes"]],
  [["-C=programs/web", "up", "--yes"]],
])("%j names a project below the folder in which the person stands", (args) => {
  vi.stubEnv("INIT_CWD", "/home/ada");
  expect(takeProject(args)).toEqual({
    project: { project: "/home/ada/programs/web" },
    rest: ["up", "--yes"],
  });
});

test("an absolute folder stays, and without one nothing is taken", () => {
  expect(takeProject(["up", "-C", "/srv/web"]).project).toEqual({ project: "/srv/web" });
  expect(takeProject(["up", "--config", "a=-C"])).toEqual({ project: {}, rest: ["up", "--config", "a=-C"] });
});

test.each([[["up", "--cwd"]], [["up", "--cwd="]]])("%j misses the folder", (args) => {
  expect(() => takeProject(args)).toThrow("--cwd needs a folder with a Pulumi.yaml in it.");
});
