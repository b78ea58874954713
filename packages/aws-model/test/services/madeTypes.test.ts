import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { recoveries } from "../../src/services/recoveries.ts";
import { knownTypes, services, typeOf } from "../../src/services/services.ts";
import { missingFacts } from "../support/missingFacts.ts";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** `new aws.ec2.NatGateway(` in the programs and the library, as the type `aws:ec2/natGateway:NatGateway`. */
function typesInSources(): string[] {
  const files = ["stacks/", "packages/pulumi-aws-django/src/"].flatMap((folder) =>
    readdirSync(repository + folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules") && !name.startsWith("test"))
      .map((name) => repository + folder + name),
  );
  const text = files.map((file) => readFileSync(file, "utf8")).join("\n");
  const types = [...text.matchAll(/new aws\.(\w+)\.(\w+)\(/g)].map(
    ([, module, name = ""]) => `aws:${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
  );
  return [...new Set(types)].sort();
}

/** What awsx makes in our place. */
const MADE_BY_AWSX = [
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/route:Route",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpc:Vpc",
];

test("each type that the programs and the library make has all that the house must know of it", () => {
  const types = [...new Set([...typesInSources(), ...MADE_BY_AWSX])];
  expect(types.length).toBeGreaterThan(60);
  expect(types.flatMap(missingFacts)).toEqual([]);
  // A price is for what somebody makes.
  expect(knownTypes().filter((type) => typeOf(type).price !== undefined && !types.includes(type))).toEqual(
    [],
  );
});

test("a type that nobody has described yet: the whole of what is missing is named", () => {
  expect(missingFacts("aws:mq/broker:Broker")).toEqual([
    "aws:mq/broker:Broker has no descriptor: write one in packages/aws-model/src/services/mq/index.ts",
  ]);
});

test("a folder describes the types of its own service alone, and each type once", () => {
  const described = Object.values(services).flatMap(({ types }) => Object.keys(types));
  expect(new Set(described).size).toBe(described.length);
  const folders: Record<string, string> = { lb: "elbv2", vpc: "ec2", "cloudwatch/logGroup": "logs" };
  const strange = Object.entries(services).flatMap(([folder, { types }]) =>
    Object.keys(types).filter((type) => {
      const [module = "", name = ""] = type.split(":")[1]?.split("/") ?? [];
      return (folders[`${module}/${name}`] ?? folders[module] ?? module) !== folder;
    }),
  );
  expect(strange).toEqual([]);
  expect(Object.keys(recoveries).length).toBeGreaterThan(60);
});
