import type { Recipes } from "./recipe.ts";

export const dynamoDb: Recipes = {
  "aws:dynamodb/table:Table": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("dynamodb", `table/${making.id}`),
      streamArn: "",
    }),
  },
};
