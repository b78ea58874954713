import { AwsError } from "../shared/apiError.ts";
import { fulfils, type Placeholders, updated } from "./expressions.ts";
import { compare, type Item } from "./values.ts";

/** The tables of a region, as plain JSON. Every table has the partition key `pk` and the sort key `sk`, both strings. */
export interface DynamoState {
  /** Items by table name, then by `pk` and `sk` joined with a line feed. */
  tables: Record<string, Record<string, Item>>;
}

export type { AttributeValue, Item } from "./values.ts";

interface Conditional extends Placeholders {
  TableName: string;
  ConditionExpression?: string;
  ReturnValuesOnConditionCheckFailure?: string;
}

function getItem(state: DynamoState, input: { TableName: string; Key: Item }) {
  const item = table(state, input.TableName)[keyOf(input.Key)];
  return item === undefined ? {} : { Item: item };
}

function putItem(state: DynamoState, input: Conditional & { Item: Item }) {
  const items = table(state, input.TableName);
  const key = keyOf(input.Item);
  check(items[key], input);
  items[key] = input.Item;
  return {};
}

function updateItem(
  state: DynamoState,
  input: Conditional & { Key: Item; UpdateExpression: string; ReturnValues?: string },
) {
  const items = table(state, input.TableName);
  const key = keyOf(input.Key);
  check(items[key], input);
  items[key] = updated(input.UpdateExpression, items[key] ?? input.Key, input);
  return input.ReturnValues === "ALL_NEW" ? { Attributes: items[key] } : {};
}

function deleteItem(state: DynamoState, input: Conditional & { Key: Item }) {
  const items = table(state, input.TableName);
  check(items[keyOf(input.Key)], input);
  delete items[keyOf(input.Key)];
  return {};
}

function query(
  state: DynamoState,
  input: Placeholders & {
    TableName: string;
    KeyConditionExpression: string;
    ScanIndexForward?: boolean;
    Limit?: number;
    ExclusiveStartKey?: Item;
  },
) {
  const items = Object.values(table(state, input.TableName))
    .filter((item) => fulfils(input.KeyConditionExpression, item, input))
    .sort((a, b) => compare(a.sk, b.sk) ?? 0);
  if (input.ScanIndexForward === false) items.reverse();
  const after = input.ExclusiveStartKey && keyOf(input.ExclusiveStartKey);
  const from = after === undefined ? 0 : 1 + items.findIndex((item) => keyOf(item) === after);
  const page = items.slice(from, from + (input.Limit ?? items.length));
  const last = page.at(-1);
  const hasMore = from + page.length < items.length && last?.pk !== undefined && last.sk !== undefined;
  return {
    Items: page,
    Count: page.length,
    ...(hasMore ? { LastEvaluatedKey: { pk: last.pk, sk: last.sk } } : {}),
  };
}

/** The API calls of DynamoDB that the model answers: `(state, input) => output`, in the shape of AWS's JSON. */
export const DYNAMODB_CALLS = {
  "dynamodb.GetItem": getItem,
  "dynamodb.PutItem": putItem,
  "dynamodb.UpdateItem": updateItem,
  "dynamodb.DeleteItem": deleteItem,
  "dynamodb.Query": query,
} as const;

function table(state: DynamoState, name: string): Record<string, Item> {
  const found = state.tables[name];
  if (found === undefined) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
  return found;
}

function keyOf(item: Item): string {
  if (item.pk?.S === undefined || item.sk?.S === undefined)
    throw new AwsError("ValidationException", "One of the required keys was not given a value");
  return `${item.pk.S}\n${item.sk.S}`;
}

function check(item: Item | undefined, input: Conditional): void {
  if (input.ConditionExpression === undefined) return;
  if (!fulfils(input.ConditionExpression, item ?? {}, input))
    throw new AwsError("ConditionalCheckFailedException", "The conditional request failed");
}
