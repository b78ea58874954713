import type { Properties } from "../world/world.ts";
import type { Recipes } from "./recipe.ts";

export const lambda: Recipes = {
  "aws:lambda/function:Function": {
    id: ({ text }) => text("name"),
    filled: (making) => {
      const arn = making.arn("lambda", `function:${making.id}`);
      const version = making.inputs.publish === true ? "1" : "$LATEST";
      const invoke = (of: string) =>
        `arn:aws:apigateway:${making.region}:lambda:path/2015-03-31/functions/${of}/invocations`;
      return {
        architectures: ["x86_64"],
        arn,
        invokeArn: invoke(arn),
        lastModified: making.world.now(),
        qualifiedArn: `${arn}:${version}`,
        qualifiedInvokeArn: invoke(`${arn}:${version}`),
        responseStreamingInvokeArn: invoke(arn).replace("invocations", "response-streaming-invocations"),
        signingJobArn: "",
        signingProfileVersionArn: "",
        sourceCodeHash: making.digits(44),
        sourceCodeSize: 1024,
        version,
      };
    },
    updated: ({ changed, world }): Properties => (changed.size > 0 ? { lastModified: world.now() } : {}),
    unsettled: {
      code: ["lastModified", "sourceCodeSize", "qualifiedArn", "version"],
    },
  },
  "aws:lambda/permission:Permission": { id: ({ text }) => text("statementId") },
  "aws:lambda/functionUrl:FunctionUrl": {
    id: ({ text }) => text("functionName"),
    filled: (making) => {
      const urlId = making.digits(32);
      return {
        functionArn: making.arn("lambda", `function:${making.id}`),
        functionUrl: `https://${urlId}.lambda-url.${making.region}.on.aws/`,
        urlId,
      };
    },
  },
  "aws:lambda/alias:Alias": {
    id: (making) => making.arn("lambda", `function:${making.text("functionName")}:${making.text("name")}`),
    filled: ({ id, region }) => ({
      arn: id,
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${id}/invocations`,
    }),
  },
};
