import { expect, test } from "vitest";
import { propertyChanges } from "../src/properties.ts";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

test("only what differs is listed, by path", () => {
  expect(
    propertyChanges(
      { a: 1, b: { c: [1, 2], d: "x" }, gone: true },
      { a: 1, b: { c: [1, 3], d: "x" }, fresh: null },
    ),
  ).toEqual([
    { path: "b.c[1]", before: "2", after: "3" },
    { path: "fresh", after: "null" },
    { path: "gone", before: "true" },
  ]);
});

test("a JSON document is looked into, and things with names are matched by their names", () => {
  const containers = (variables: object[]) => JSON.stringify([{ name: "gunicorn", environment: variables }]);
  const before = { containerDefinitions: containers([{ name: "B", value: "1" }]) };
  const after = {
    containerDefinitions: containers([
      { name: "A", value: "0" },
      { name: "B", value: "2" },
    ]),
  };
  expect(propertyChanges(before, after)).toEqual([
    { path: "containerDefinitions[gunicorn].environment[A].name", after: '"A"' },
    { path: "containerDefinitions[gunicorn].environment[A].value", after: '"0"' },
    { path: "containerDefinitions[gunicorn].environment[B].value", before: '"1"', after: '"2"' },
  ]);
});

test("an empty list or map is a value", () => {
  expect(propertyChanges({ a: [] }, { a: {} })).toEqual([{ path: "a", before: "[]", after: "{}" }]);
  expect(propertyChanges({ a: [], b: {} }, { a: [], b: {} })).toEqual([]);
});

test("what isn't known yet says so, also inside a text", () => {
  expect(propertyChanges({}, { id: UNKNOWN, url: `https://${UNKNOWN}/` })).toEqual([
    { path: "id", after: "(known after it is applied)" },
    { path: "url", after: '"https://(known after it is applied)/"' },
  ]);
});

test("for a document that is known only later, the values that go with what is replaced are listed", () => {
  const [gunicorn, beat] = [
    "arn:aws:ecs:us-east-1:1:task-definition/a:1",
    "arn:aws:ecs:us-east-1:1:task-definition/b:1",
  ];
  const services = [
    { process: "gunicorn", template: gunicorn },
    { process: "beat", template: beat },
  ];
  const before = { document: JSON.stringify({ version: 1, services }), tier: "Standard" };
  const after = { document: UNKNOWN, tier: "Standard" };
  const rest = "(the rest is known after it is applied)";
  expect(propertyChanges(before, after, ["document"], new Set([gunicorn]))).toEqual([
    { path: "document", before: rest, after: rest },
    {
      path: "document.services[gunicorn].template",
      before: gunicorn,
      after: "(known after it is applied)",
    },
  ]);
  const all = "(known after it is applied)";
  expect(propertyChanges(before, after)).toEqual([{ path: "document", before: all, after: all }]);
});

test("a map or a list that is known only later is listed once", () => {
  const later = "(known after it is applied)";
  expect(propertyChanges({ ids: ["a", "b"], ids2: ["c"] }, { ids: UNKNOWN, ids2: ["c"] })).toEqual([
    { path: "ids", before: later, after: later },
  ]);
});

test("a secret that changes is listed, without its value", () => {
  const both = { password: "[secret]", name: "db" };
  expect(propertyChanges(both, both, ["password", "password"])).toEqual([
    { path: "password", before: "[secret]", after: "[secret]" },
  ]);
});

test("what is called a secret and isn't one is still masked, except names and ARNs", () => {
  const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db";
  const after = {
    authToken: "hunter2",
    passwordVersion: 3,
    secretArn: arn,
    environment: [{ name: "API_KEY", value: "k" }],
  };
  expect(propertyChanges({}, after)).toEqual([
    { path: "authToken", after: "[masked]" },
    { path: "environment[API_KEY].name", after: "[masked]" },
    { path: "environment[API_KEY].value", after: "[masked]" },
    { path: "passwordVersion", after: "3" },
    { path: "secretArn", after: arn },
  ]);
});

test("a long value is cut", () => {
  const [{ after = "" } = {}] = propertyChanges({}, { text: "x".repeat(1000) });
  expect(after).toBe(`"${"x".repeat(158)}…`);
});

test("tagsAll repeats tags, and is listed only where it is alone", () => {
  expect(
    propertyChanges({ tags: { a: "1" }, tagsAll: { a: "1" } }, { tags: { a: "2" }, tagsAll: { a: "2" } }),
  ).toEqual([{ path: "tags.a", before: '"1"', after: '"2"' }]);
  expect(propertyChanges({ tagsAll: { a: "1" } }, { tagsAll: { a: "2" } })).toEqual([
    { path: "tagsAll.a", before: '"1"', after: '"2"' },
  ]);
});
