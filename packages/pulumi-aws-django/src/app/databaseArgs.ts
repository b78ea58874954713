import type * as pulumi from "@pulumi/pulumi";

/** The app's own database on the base's server. */
export interface AppDatabaseArgs {
  /** Whether the update task makes it: the database `<app>-db`, a role that owns it, and a login of the app's own, which reaches no other database of the server. A first container of the task does so, the only one that gets the password of the server's master user, with SQL that changes nothing the second time. False leaves all of it to you, and gives the Django processes the master user, with which whoever takes over the app reaches the databases of all apps of the base; there is no `DATABASE_URL` then. What runs goes on as it is until the next release: the secret with the app's own login is there either way. Defaults to true. */
  enabled?: boolean;
  /** Image of that container, with a tag or a digest: it needs `sh` and `psql` 14 or later. A release looks up the digest of a tag where the registry answers. Set it where a network keeps tasks from public registries, for example to a copy in a private ECR repository, which is pulled with the rights of the execution role. Defaults to `public.ecr.aws/docker/library/postgres` with the major version of the base's server as its tag. */
  image?: pulumi.Input<string>;
  /** ARN of a Secrets Manager secret with `username` and `password` of the private registry that `image` is in. ECR needs none. Defaults to none. */
  repositoryCredentialsArn?: pulumi.Input<string>;
  /** Extensions of Postgres that are made in the database, by name, for example `pg_trgm`, in this order. RDS lists those that it has; what needs `shared_preload_libraries` needs a parameter of the base too. One that is taken out stays in the database. Defaults to none: Django makes trusted ones, such as `citext`, in migrations by itself. */
  extensions?: string[];
}
