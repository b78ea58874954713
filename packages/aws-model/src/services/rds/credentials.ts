import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import type { Rule } from "../../rules/rule.ts";
import { atMost, type Shape, unless } from "../../rules/shapes.ts";
import type { Properties } from "../../world/world.ts";
import { INSTANCE } from "./instance.ts";

const create = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html";

/** Longest name of a database, name of its user and password, by engine. */
const longest: Record<string, { name: number; user: number; password: number }> = {
  mariadb: { name: 64, user: 16, password: 41 },
  mysql: { name: 64, user: 16, password: 41 },
  postgres: { name: 63, user: 63, password: 128 },
};

const ofEngine =
  (shapes: (limits: { name: number; user: number; password: number }) => Shape[]) =>
  (inputs: Properties): Shape[] => {
    const limits = longest[String(inputs.engine)];
    return limits ? shapes(limits) : [];
  };

const credential = (
  name: string,
  property: string,
  shapes: AwsShape["shapes"],
  update?: string,
): AwsShape => ({
  name,
  type: INSTANCE,
  property,
  thing: "RDS DB Instance",
  called: "identifier",
  answer: { service: "RDS", operation: "CreateDBInstance", code: "InvalidParameterValue" },
  ...(update === undefined ? {} : { update }),
  shapes,
  source: create,
});

const invalidPassword = "The parameter MasterUserPassword is not a valid password";

/** What the first database, user and password of a database server must look like. */
export const databaseCredentialRules: readonly Rule[] = [
  credential(
    "database-name-shape",
    "dbName",
    ofEngine(({ name }) => [
      unless(/^[A-Za-z_]\w*$/, "DBName must begin with a letter and contain only alphanumeric characters."),
      atMost(name, `DBName must be at most ${name} characters long.`),
    ]),
  ),
  credential(
    "database-user-shape",
    "username",
    ofEngine(({ user }) => [
      unless(
        /^[A-Za-z]\w*$/,
        "MasterUsername must begin with a letter and contain only alphanumeric characters.",
      ),
      atMost(user, `MasterUsername must be at most ${user} characters long.`),
    ]),
  ),
  credential(
    "database-password-shape",
    "password",
    ofEngine(({ password }) => [
      unless(/^.{8,}$/s, `${invalidPassword} because it is shorter than 8 characters.`),
      atMost(password, `${invalidPassword} because it is longer than ${password} characters.`),
      unless(
        /^[!#-.0-?A-~]+$/,
        `${invalidPassword}. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
      ),
    ]),
    "ModifyDBInstance",
  ),
].map(asRule);
