import { expect, test } from "vitest";
import { resourceSchema, resourceTokens } from "../../src/schema/awsSchema.ts";
import { knownTypes } from "../../src/services/services.ts";
import { awsAccount, leastInputs } from "../support/awsResources.ts";

test.each(resourceTokens())("%s: made, unchanged, refreshed, removed", (type) => {
  const { world, provider, create, diffOf, remove } = awsAccount();
  const given = leastInputs(type);
  const live = create(type, "a", given);
  expect(live.id).not.toBe("");
  expect(world.resources(type)).toHaveLength(1);

  const { inputs, outputs } = resourceSchema(type);
  const computed = Object.keys(inputs).filter(
    (name) => inputs[name]?.computed && inputs[name].type !== "object",
  );
  for (const name of [...Object.keys(outputs), ...computed]) expect(live.state, name).toHaveProperty([name]);
  expect(diffOf(live, given)).toMatchObject({ changes: false, detailed: {} });

  const read = provider.read({ urn: "", type, id: live.id, state: live.state, inputs: live.inputs });
  expect(read?.id).toBe(live.id);

  remove(live);
  expect(world.resources()).toEqual([]);
});

test("every recipe is for a type that is served", () => {
  expect(knownTypes().filter((token) => !resourceTokens().includes(token))).toEqual([]);
});
