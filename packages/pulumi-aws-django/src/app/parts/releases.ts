import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type DeployTargets, deployTargetsJson } from "../../contracts/deployTargets.ts";
import { ArgumentsError } from "../../shared/errors.ts";
import { deployTargetsParameterName } from "../../vocabulary.ts";
import type { AppContext } from "../context.ts";
import { releaseTableName } from "../names.ts";

/**
 * The largest parameter, of the tier Advanced (0.05 USD a month); up to 4 KiB a parameter is Standard, and free.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const MAX_PARAMETER_BYTES = 8 * 1024;

/** Makes the table that releases are recorded in, and locked by. It costs some cents a month: a release writes a few kilobytes. */
export function makeReleaseTable(backups: boolean, { app, opts }: AppContext): aws.dynamodb.Table {
  const name = releaseTableName(app);
  return new aws.dynamodb.Table(
    name,
    {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      pointInTimeRecovery: { enabled: backups },
    },
    opts,
  );
}

/** Publishes the deploy targets for the release tool. AWS chooses the tier by the length of the document. */
export function publishDeployTargets(
  targets: pulumi.Output<DeployTargets>,
  { app, environment, opts }: AppContext,
): aws.ssm.Parameter {
  return new aws.ssm.Parameter(
    `${app}-deploy-targets`,
    {
      name: deployTargetsParameterName(pulumi.getProject(), environment),
      description: `What a release needs to know about ${app}. Written by Pulumi, read by app-update.`,
      type: "String",
      tier: "Intelligent-Tiering",
      // The document holds no secret, but the SDK would treat `value` as one: no preview could show what changes in it.
      insecureValue: targets.apply(parameterValue),
    },
    opts,
  );
}

/** The document of the parameter, unless it is too long for one. */
export function parameterValue(targets: DeployTargets): string {
  const json = deployTargetsJson(targets);
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_PARAMETER_BYTES) return json;
  const reason = `are ${bytes} bytes, and an SSM parameter holds ${MAX_PARAMETER_BYTES}. The app has ${targets.services.length} services and ${targets.scheduled.length} scheduled commands: let a worker consume several queues (\`queues\`), or make a second app.`;
  throw new ArgumentsError("DjangoApp", [{ path: "deploy targets", reason }]);
}
