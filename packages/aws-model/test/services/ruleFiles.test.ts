import { expect, test } from "vitest";
import { fileOf, inputRules, launchRules, rules, standingRules } from "../../src/services/rules.ts";

const all: readonly { name: string }[] = [...inputRules, ...rules, ...launchRules, ...standingRules];

test("a rule's name leads to the file that it is written in", async () => {
  const wrong: string[] = [];
  for (const rule of all) {
    const file = fileOf(rule.name);
    const module: Record<string, unknown> = await import(`../../src/${file}`);
    const written = Object.values(module).some((value) => Array.isArray(value) && value.includes(rule));
    if (!written) wrong.push(`${rule.name} isn't in ${file}`);
  }
  expect(wrong).toEqual([]);
  expect(fileOf("record-exists")).toBe("services/route53/rules.ts");
  expect(fileOf("database-storage-size")).toBe("services/rds/storage.ts");
});

test("a rule is in the folder of the service whose types it is about", () => {
  const strange = [
    ...inputRules.map(({ name, type }) => ({ name, types: [type] })),
    ...rules.map(({ name, applies }) => ({ name, types: applies.types })),
  ]
    .map(({ name, types }) => ({ name, file: fileOf(name), services: types.map((type) => folderOf(type)) }))
    .filter(
      ({ file, services }) =>
        file !== "services/tags.ts" && !services.some((folder) => file?.startsWith(`services/${folder}/`)),
    );
  expect(strange).toEqual([]);
});

function folderOf(type: string): string {
  const [module = "", name = ""] = type.split(":")[1]?.split("/") ?? [];
  const folders: Record<string, string> = { lb: "elbv2", vpc: "ec2", "cloudwatch/logGroup": "logs" };
  return folders[`${module}/${name}`] ?? folders[module] ?? module;
}
