import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { cases } from "../projects/support/cases.ts";
import { collectStatic, findingsOf, imageOf } from "../projects/support/check.ts";
import { checkoutOf, dockerfileOf } from "../projects/support/initialised.ts";
import { published } from "../projects/support/published.ts";
import { extrasSaid } from "../projects/support/said.ts";

test.each(cases.filter(({ refused }) => !refused))(
  "the check of a release is green for $name, after what init says was written",
  async (one) => {
    const folder = temporaryFolder();
    const checkout = checkoutOf(one, folder);
    const { output } = await checkout.init();
    const stack = await published(checkout.fork);
    const settings = String(stack.setting("django.settingsModule"));
    const image = await imageOf(one, { folder: join(folder, "image"), settings, extras: extrasSaid(output) });
    if (stack.setting("django.static") === "image") {
      expect(await collectStatic(image, settings, dockerfileOf(checkout))).toBe("");
    }
    const { problems } = await findingsOf(image, stack, one.given);
    expect(
      problems.map(({ question }) => question),
      JSON.stringify(problems),
    ).toEqual(one.open.problems);
    expect(problems.filter(({ remedy }) => remedy === "")).toEqual([]);
  },
);
