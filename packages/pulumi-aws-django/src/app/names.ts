/** Longest name of a process: the names of an EventBridge schedule and of a role can have 64 characters. */
export const MAX_PROCESS_NAME = 40;

/** Name of the container of the update task that makes the database. */
export const DATABASE_CONTAINER = "database";

/** Name of the container that a release puts into its own revision of the update task to check the image. */
export const CHECK_CONTAINER = "check";

/** Name of the ECS cluster. */
export const clusterName = (app: string) => `${app}-cluster`;

/** Name of the service of a process, by its physical name, and of the family of its task definitions. */
export const serviceName = (app: string, process: string) => `${app}-${process}`;

/** Family of the templates of a scheduled command: releases write to the family of its name, and only they. */
export const templateFamily = (app: string, process: string) => `${app}-${process}-template`;

/** Name of the log group of a process. */
export const logGroupName = (app: string, process: string) => `/ecs/${app}/${process}`;

/** Name of the app's own database on the base's server. */
export const databaseName = (app: string) => `${app}-db`;

/** Name of the Postgres role that owns the app's database and all that is in it. Nobody signs in as it. */
export const databaseOwner = (app: string) => `${app}-owner`;

/** Names of the Postgres roles that the app signs in as. One is in use; the other has no password, until the first one's is to be changed. */
export const databaseLogins = (app: string) => [`${app}-1`, `${app}-2`] as const;

/** Name of a queue on the broker. The dot can't be in the name of an app, so that no two apps have a queue in common. */
export const queueName = (app: string, queue: string) => `${app}.${queue}`;

/** Name of the table of releases. */
export const releaseTableName = (app: string) => `${app}-releases`;

/** Name of the group of the app's schedules. */
export const scheduleGroupName = (app: string) => `${app}-commands`;
