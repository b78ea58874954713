import { byName } from "../../descriptor/named.ts";
import { FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { seconds } from "../../descriptor/times.ts";
import { databaseCredentialRules } from "./credentials.ts";
import { dataSources } from "./dataSources.ts";
import { engineRules } from "./engine.ts";
import { inputRules } from "./inputs.ts";
import { INSTANCE, Instance } from "./instance.ts";
import { parameterRules } from "./parameters.ts";
import { referenceRules } from "./references.ts";
import { rules } from "./rules.ts";
import { settingsRules } from "./settings.ts";
import { storageRules } from "./storage.ts";
import { SubnetGroup } from "./subnetGroup.ts";
import { subnetGroupRules } from "./subnetGroupRules.ts";

/** Database servers. */
export const rds: Service = {
  name: "RDS",
  types: {
    [INSTANCE]: Instance,
    "aws:rds/subnetGroup:SubnetGroup": SubnetGroup,
    "aws:rds/parameterGroup:ParameterGroup": {
      recipe: byName("name", ({ arn, id }) => arn("rds", `pg:${id}`)),
      defaults: { description: "Managed by Pulumi" },
      nestedDefaults: { parameters: { applyMethod: "immediate" } },
      times: {
        create: seconds(2),
        update: seconds(2),
        delete: seconds(3),
        source: "An estimate: a call for the group and one for its parameters.",
      },
      price: FREE,
      words: {
        thing: "RDS DB Parameter Group",
        create: "CreateDBParameterGroup",
        remove: "DeleteDBParameterGroup",
      },
    },
  },
  dataSources,
  rules: {
    preview: { inputs: inputRules },
    change: {
      credentials: databaseCredentialRules,
      rules,
      engine: engineRules,
      storage: storageRules,
      settings: settingsRules,
      references: referenceRules,
      parameters: parameterRules,
      subnetGroupRules,
    },
  },
};
