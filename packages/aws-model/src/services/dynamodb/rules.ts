import { type AwsShape, asRule, constraint } from "../../rules/awsShape.ts";
import type { Rule } from "../../rules/rule.ts";
import { unless } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";

const api = "https://docs.aws.amazon.com";

const shapes: readonly AwsShape[] = [
  {
    name: "table-name-shape",
    type: "aws:dynamodb/table:Table",
    property: "name",
    thing: "AWS DynamoDB Table",
    answer: { service: "DynamoDB", operation: "CreateTable", code: "ValidationException" },
    field: "tableName",
    shapes: () => [
      unless(/^.{3,255}$/, "TableName must be at least 3 characters long and at most 255 characters long"),
      constraint(/^[a-zA-Z0-9_.-]+$/),
    ],
    source: `${api}/amazondynamodb/latest/APIReference/API_CreateTable.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:dynamodb/table:Table",
    by: ["name"],
    thing: "AWS DynamoDB Table",
    called: "DynamoDB Table",
    service: "DynamoDB",
    operation: "CreateTable",
    code: "ResourceInUseException",
    message: (name) => `Table already exists: ${name}`,
    reference: `${api}/amazondynamodb/latest/APIReference`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  ...uniqueNames.map(uniqueNameRule),
  {
    name: "table-deletion-protection",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html",
    applies: { types: ["aws:dynamodb/table:Table"], on: ["delete"] },
    check: ({ id, state }) =>
      state.deletionProtectionEnabled === true
        ? {
            doing: `deleting AWS DynamoDB Table (${id})`,
            answer: { service: "DynamoDB", operation: "DeleteTable", code: "ValidationException" },
            message:
              "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
          }
        : undefined,
  },
];
