import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "./support/workflows.ts";

const field = {
  id: z.string().regex(/^[\w-]+$/),
  validations: z.strictObject({ required: z.boolean() }).optional(),
};
const text = z.string().min(1);

/** What GitHub takes for a form: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
const form = z.strictObject({
  name: text,
  description: text,
  labels: z.array(text),
  body: z
    .array(
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("markdown"), attributes: z.strictObject({ value: text }) }),
        z.strictObject({
          type: z.literal("input"),
          attributes: z.strictObject({
            label: text,
            description: text.optional(),
            placeholder: text.optional(),
          }),
          ...field,
        }),
        z.strictObject({
          type: z.literal("textarea"),
          attributes: z.strictObject({
            label: text,
            description: text.optional(),
            placeholder: text.optional(),
            render: text.optional(),
          }),
          ...field,
        }),
        z.strictObject({
          type: z.literal("dropdown"),
          attributes: z.strictObject({ label: text, options: z.array(text).min(2) }),
          ...field,
        }),
      ]),
    )
    .refine((body) => {
      const ids = body.flatMap((element) => ("id" in element ? [element.id] : []));
      return new Set(ids).size === ids.length;
    }, "an id stands twice"),
});

const folder = join(repository, ".github/ISSUE_TEMPLATE");
const files = globSync("*.yml", { cwd: folder }).filter((file) => file !== "config.yml");

test.each(files)("%s is a form that GitHub can show", (file) => {
  expect(form.safeParse(parse(readFileSync(join(folder, file), "utf8"))).error?.issues ?? []).toEqual([]);
});

test("there are forms", () => expect(files.length).toBeGreaterThan(0));
