import { nearest } from "@ublog/terminal/nearest";
import type { Invokes } from "../descriptor/invocation.ts";
import { functionSchema } from "../schema/awsSchema.ts";
import type { ProviderConfig } from "../schema/config.ts";
import { markSecrets } from "../schema/secrets.ts";
import { checkObject, missing } from "../schema/typeCheck.ts";
import { services } from "../services/services.ts";
import type { Properties, World } from "../world/world.ts";
import { account } from "./account.ts";

const invokes: Invokes = Object.assign(
  { ...account },
  ...Object.values(services).map(({ dataSources }) => dataSources),
);

/** The functions that the sandbox answers. */
export const invokeTokens = (): string[] => Object.keys(invokes);

interface Request {
  token: string;
  args: Properties;
  config: ProviderConfig;
  world: World;
}

/** Answers a data source as AWS would, with the arguments among the results. */
export function invoke({ token, args, config, world }: Request): Properties {
  const answer = invokes[token];
  if (!answer) {
    const guess = nearest(token, Object.keys(invokes));
    throw new Error(
      `the sandbox does not answer the function ${token}${guess === undefined ? "" : `; did you mean ${guess}?`}`,
    );
  }
  const schema = functionSchema(token);
  const { value, failures } = checkObject(args, schema.inputs, "", token);
  for (const [name, property] of Object.entries(schema.inputs)) {
    if (property.required && value[name] === undefined) failures.push(missing(name));
  }
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => `${token}: ${reason}`).join("\n"));
  const region = typeof value.region === "string" ? value.region : config.region;
  const answered = { ...value, ...answer({ args: value, region, config, world }) };
  if (schema.inputs.region) answered.region ??= region;
  return markSecrets(answered, { ...schema.inputs, ...schema.outputs });
}
