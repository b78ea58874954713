import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freeTypes } from "../../src/cost/freeTypes.ts";
import { pricing } from "../../src/cost/pricing.ts";
import { repository } from "../../src/programs/repository.ts";
import { runStacks } from "../../src/programs/stacks.ts";

/** `new aws.ec2.NatGateway(` in the programs and the library, as the type `aws:ec2/natGateway:NatGateway`. */
function typesInSources(): string[] {
  const files = ["stacks", "packages/pulumi-aws-django/src"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules") && !name.startsWith("test"))
      .map((name) => join(repository, folder, name)),
  );
  const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
  const types = [...text.matchAll(/new aws\.(\w+)\.(\w+)\(/g)].map(
    ([, module, name = ""]) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
  );
  return [...new Set(types)].sort();
}

test("every type that our programs make is priced, or listed as free or charged by use", async () => {
  const { base, alpha } = await runStacks();
  const made = [...base.resources, ...alpha.resources].map(({ type }) => type);
  const all = [...new Set([...typesInSources(), ...made])].filter((type) => type.startsWith("aws:"));
  expect(all.length).toBeGreaterThan(60);
  expect(all.filter((type) => !(type in pricing))).toEqual([]);
  // The table has nothing that nobody makes.
  expect(Object.keys(pricing).filter((type) => !all.includes(type))).toEqual([]);
});

test("no type is both free and priced", () => {
  for (const [type, byUse] of Object.entries(freeTypes)) {
    expect(pricing[type]?.({}, [])).toEqual({ parts: [], ...(byUse === "" ? {} : { byUse }) });
  }
});
