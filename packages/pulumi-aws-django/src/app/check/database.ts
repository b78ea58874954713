import { checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { has } from "../plan/parts.ts";
import type { AppSettings } from "../plan/processes.ts";
import { checkCredentials } from "./containers.ts";

const IMAGE =
  'Write an image with a tag or a digest: "111122223333.dkr.ecr.us-east-1.amazonaws.com/postgres:17".';

/** The settings of the app's database. */
export function checkDatabase(args: AppSettings): Problem[] {
  if (!has("database", args)) return [];
  const { image, repositoryCredentialsArn, extensions = [] } = args.database ?? {};
  return [
    ...checkValue(
      "database.image",
      image,
      (text) => /^\S+(:[\w.-]+|@sha256:[0-9a-f]{64})$/.test(text),
      IMAGE,
    ),
    ...checkCredentials("database.repositoryCredentialsArn", repositoryCredentialsArn),
    ...(image === undefined && repositoryCredentialsArn !== undefined
      ? [
          {
            path: "database.repositoryCredentialsArn",
            reason: "is given without `image`: the one that is taken then is public. Write `image` too.",
          },
        ]
      : []),
    ...extensions.flatMap((name, i) => checkExtension(`database.extensions[${i}]`, name)),
    ...checkOwnSecret(args),
  ];
}

/** Names as Postgres's own and RDS's extensions have them. */
function checkExtension(path: string, name: string): Problem[] {
  if (/^[a-z][a-z0-9_-]{0,62}$/.test(name)) return [];
  return [
    wrongValue(
      path,
      name,
      'Write the name of an extension as `CREATE EXTENSION` takes it, in small letters: "pg_trgm".',
    ),
  ];
}

/** A secret of the user's that would have the name of the one that the app makes. */
function checkOwnSecret({ secretValues = {} }: AppSettings): Problem[] {
  if (!("database" in secretValues)) return [];
  const reason =
    "has the name that the app's secret with its login to the database has in Secrets Manager. Write another, for example in capital letters.";
  return [{ path: "secretValues.database", reason }];
}
