import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { type Deletion, inUseRule } from "../../rules/inUse.ts";
import type { Rule } from "../../rules/rule.ts";
import { unless } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { text } from "../../world/reading.ts";

const ecr = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

const api = "https://docs.aws.amazon.com";

const shapes: readonly AwsShape[] = [
  {
    name: "ecr-repository-name-shape",
    type: "aws:ecr/repository:Repository",
    property: "name",
    thing: "ECR Repository",
    answer: { service: "ECR", operation: "CreateRepository", code: "InvalidParameterException" },
    shapes: () => [
      (value) =>
        value.length >= 2 && value.length <= 256
          ? undefined
          : "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must have length between 2 and 256'",
      unless(
        ecr,
        `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${ecr.source.slice(1, -1).replaceAll("\\/", "/")}''`,
      ),
    ],
    source: `${api}/AmazonECR/latest/APIReference/API_CreateRepository.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:ecr/repository:Repository",
    by: ["name"],
    thing: "ECR Repository",
    service: "ECR",
    operation: "CreateRepository",
    code: "RepositoryAlreadyExistsException",
    message: (name) =>
      `The repository with name '${name}' already exists in the registry with id '123456789012'`,
    reference: `${api}/AmazonECR/latest/APIReference`,
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "repository-not-empty",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html",
    type: "aws:ecr/repository:Repository",
    usedBy: ({ state, world }) =>
      state.forceDelete !== true && world.contents("image", `${text(state.repositoryUrl)}:`).length > 0,
    refusal: ({ id, state }) => ({
      doing: `ECR Repository (${id}) not empty, consider using force_delete`,
      answer: { service: "ECR", operation: "DeleteRepository", code: "RepositoryNotEmptyException" },
      message: `The repository with name '${id}' in registry with id '${state.registryId}' cannot be deleted because it still contains images`,
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  ...uniqueNames.map(uniqueNameRule),
  ...deletions.map(inUseRule),
];
