import { expect, test } from "vitest";
import { temporaryFolder } from "../../aws-model/test/support/temporaryFolder.ts";
import { commitOf } from "../src/savedPlan.ts";

test("the commit of a kept preview is the run's where there is no git, and has to be known", () => {
  const folder = temporaryFolder();
  expect(commitOf(folder, { GITHUB_SHA: "c3" })).toBe("c3");
  expect(() => commitOf(folder, {})).toThrow(
    `${folder} is not in a git checkout with a commit: a preview is kept for one commit.`,
  );
});
