import type { Rule } from "../rule.ts";
import { engineRules } from "./engine.ts";
import { parameterRules } from "./parameters.ts";
import { referenceRules } from "./references.ts";
import { settingsRules } from "./settings.ts";
import { storageRules } from "./storage.ts";
import { subnetGroupRules } from "./subnetGroups.ts";

/** Servers of PostgreSQL, and the groups that they are in. */
export const databaseRules: readonly Rule[] = [
  ...engineRules,
  ...storageRules,
  ...settingsRules,
  ...referenceRules,
  ...parameterRules,
  ...subnetGroupRules,
];
