import { expect, test } from "vitest";
import { AppImage } from "../src/index.ts";
import {
  IMAGES,
  imageFormerlyCalled,
  isProcessName,
  PROCESSES,
  physicalName,
  processFormerlyCalled,
} from "../src/vocabulary.ts";

test("each word has the name in AWS that 1.28 gave it", () => {
  expect(Object.keys(PROCESSES).map((word) => [word, physicalName(word)])).toEqual([
    ["gunicorn", "gunicorn"],
    ["frontend", "web-ui"],
    ["beat", "beat"],
    ["update", "backend_update"],
  ]);
  expect(["mail", "web-ui", "toString"].map(physicalName)).toEqual(["mail", "web-ui", "toString"]);
  expect(["frontend", "web-ui", "toString"].map(isProcessName)).toEqual([true, false, false]);
});

test("each former word leads to the one of today, and to no second", () => {
  const processes = ["nuxt", "web-ui", "backend_update", "preUpdate", "pre_update", "pre-update"];
  expect(processes.map(processFormerlyCalled)).toEqual([
    "frontend",
    "frontend",
    "update",
    "update",
    "update",
    "update",
  ]);
  expect(["django", "nuxt", "web-ui"].map(imageFormerlyCalled)).toEqual(["backend", "frontend", "frontend"]);
  expect(["frontend", "mail"].map(processFormerlyCalled)).toEqual([undefined, undefined]);
  expect(imageFormerlyCalled("backend")).toBeUndefined();
});

test("the images are those that a service can choose", () => {
  expect(Object.keys(IMAGES)).toEqual(Object.values(AppImage));
});
