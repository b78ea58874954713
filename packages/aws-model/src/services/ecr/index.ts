import { byUse, FREE } from "../../descriptor/price.ts";
import type { Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { rules } from "./rules.ts";

const registry: Recipe["filled"] = ({ account }) => ({ registryId: account });

/** Repositories of images. */
export const ecr: Service = {
  name: "ECR",
  types: {
    "aws:ecr/repository:Repository": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          arn: making.arn("ecr", `repository/${making.id}`),
          registryId: making.account,
          repositoryUrl: `${making.account}.dkr.ecr.${making.region}.amazonaws.com/${making.id}`,
        }),
      },
      defaults: { imageTagMutability: "MUTABLE" },
      times: ONE_CALL,
      price: byUse(`${prices.imageStorageGbMonth.usd} USD a GB of images and month`),
    },
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
      recipe: {
        id: ({ text }) => text("repository"),
        filled: registry,
      },
      onlyOnce: true,
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    change: { rules },
  },
};
