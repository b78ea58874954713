import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { loadOverrides } from "../../../loadOverrides.ts";

/** A component with a log group, and the overrides in the folder that the config names. */
export default async function main() {
  const options = await loadOverrides(new pulumi.Config().require("folder"));
  const parent = new pulumi.ComponentResource("ublog:test:Logs", "logs", {}, options);
  new aws.cloudwatch.LogGroup("logs", { name: "logs", retentionInDays: 7 }, { parent });
}
