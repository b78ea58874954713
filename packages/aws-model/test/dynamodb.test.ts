import { expect, test } from "vitest";
import { DYNAMODB_CALLS, type DynamoState } from "../src/dynamodb/index.ts";

const Key = { pk: { S: "lock" }, sk: { S: "lock" } };

function stateWith(item?: object): DynamoState {
  return { tables: { t: item ? { "lock\nlock": { ...Key, ...item } } : {} } };
}

function get(state: DynamoState) {
  return DYNAMODB_CALLS["dynamodb.GetItem"](state, { TableName: "t", Key });
}

test.each([
  ["attribute_not_exists(pk)", undefined, true],
  ["attribute_not_exists(pk)", { a: { N: "1" } }, false],
  ["attribute_exists(#name) AND a = :one", { name: { S: "x" }, a: { N: "1" } }, true],
  ["attribute_not_exists(a) OR a <= :one", { a: { N: "2" } }, false],
  ["attribute_not_exists(a) OR a <= :one", { a: { N: "1" } }, true],
  ["NOT (a > :one OR b <> :text)", { a: { N: "1" }, b: { S: "text" } }, true],
  ["a < :one", {}, false],
  ["begins_with(b, :text)", { b: { S: "text and more" } }, true],
])("the condition %s on %o is %s", (ConditionExpression, item, holds) => {
  const put = () =>
    DYNAMODB_CALLS["dynamodb.PutItem"](stateWith(item), {
      TableName: "t",
      Item: Key,
      ConditionExpression,
      ExpressionAttributeNames: { "#name": "name" },
      ExpressionAttributeValues: { ":one": { N: "1" }, ":text": { S: "text" } },
    });
  if (holds) expect(put()).toEqual({});
  else expect(put).toThrow(expect.objectContaining({ name: "ConditionalCheckFailedException" }));
});

test("an update sets, counts and removes, and gives the whole item back", () => {
  const state = stateWith({ gone: { S: "x" } });
  const update = () =>
    DYNAMODB_CALLS["dynamodb.UpdateItem"](state, {
      TableName: "t",
      Key,
      UpdateExpression: "SET #a = :a, n = if_not_exists(n, :zero) + :one REMOVE gone",
      ExpressionAttributeNames: { "#a": "a" },
      ExpressionAttributeValues: { ":a": { S: "new" }, ":zero": { N: "0" }, ":one": { N: "1" } },
      ReturnValues: "ALL_NEW",
    });
  expect(update()).toEqual({ Attributes: { ...Key, a: { S: "new" }, n: { N: "1" } } });
  update();
  expect(get(state)).toEqual({ Item: { ...Key, a: { S: "new" }, n: { N: "2" } } });
});

test("a query gives one partition in the order of the sort key, in pages", () => {
  const state: DynamoState = { tables: { t: {} } };
  for (const sk of ["2", "1", "3"])
    DYNAMODB_CALLS["dynamodb.PutItem"](state, { TableName: "t", Item: { pk: { S: "p" }, sk: { S: sk } } });
  DYNAMODB_CALLS["dynamodb.PutItem"](state, { TableName: "t", Item: Key });
  const query = (more: object) =>
    DYNAMODB_CALLS["dynamodb.Query"](state, {
      TableName: "t",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "p" } },
      ScanIndexForward: false,
      ...more,
    });
  const first = query({ Limit: 2 });
  expect(first.Items.map((item) => item.sk?.S)).toEqual(["3", "2"]);
  const rest = query({ ExclusiveStartKey: first.LastEvaluatedKey });
  expect(rest.Items.map((item) => item.sk?.S)).toEqual(["1"]);
  expect(rest.LastEvaluatedKey).toBeUndefined();
});

test.each([
  ["a = ", "Invalid expression: Syntax error; unexpected end of expression"],
  ["a ? b", 'Invalid expression: Syntax error; near: " ? b"'],
  ["a = :missing", "Invalid expression: An expression attribute value is not defined; value: :missing"],
  ["#missing = a", "Invalid expression: An expression attribute name is not defined; name: #missing"],
  ["a = b c", 'Invalid expression: Syntax error; token: "c"'],
])("the expression %s is refused", (ConditionExpression, message) => {
  const put = () =>
    DYNAMODB_CALLS["dynamodb.PutItem"](stateWith(), { TableName: "t", Item: Key, ConditionExpression });
  expect(put).toThrow(message);
});

test("a table that isn't there, and a key that lacks a part, are AWS's own errors", () => {
  expect(() => DYNAMODB_CALLS["dynamodb.GetItem"](stateWith(), { TableName: "x", Key })).toThrow(
    expect.objectContaining({ name: "ResourceNotFoundException" }),
  );
  expect(() =>
    DYNAMODB_CALLS["dynamodb.GetItem"](stateWith(), { TableName: "t", Key: { pk: { S: "x" } } }),
  ).toThrow(expect.objectContaining({ name: "ValidationException" }));
});
