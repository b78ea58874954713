import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { asSecrets, replaceSecrets, standIns } from "../../src/programs/secretSettings.ts";

const secure = { secure: "v1:made:elsewhere" };

test("the secrets of a stack file are listed to be encrypted again, with the path that `pulumi config` takes", () => {
  const config = {
    "aws:region": "us-east-1",
    "shop:token": secure,
    "shop:keys": { STRIPE: secure, "by name": { "a.b": secure }, plain: "x", list: ["x", secure] },
  };
  const stack = parseDocument(JSON.stringify({ config }));
  expect(replaceSecrets(stack)).toBe(4);
  expect(asSecrets(standIns(stack))).toEqual([
    "--secret",
    "shop:token=stand-in-of-the-sandbox",
    "--secret",
    "shop:keys.STRIPE=stand-in-of-the-sandbox",
    "--secret",
    'shop:keys["by name"]["a.b"]=stand-in-of-the-sandbox',
    "--secret",
    "shop:keys.list[1]=stand-in-of-the-sandbox",
  ]);
});

test("a stack file without settings, or without secret ones, has none", () => {
  expect(standIns(parseDocument(""))).toEqual([]);
  expect(standIns(parseDocument("config:\n  shop:size: 3\n"))).toEqual([]);
});
