import type * as pulumi from "@pulumi/pulumi";
import { checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { isKeyArn } from "./formats.ts";

const shape = (region: string) => `"arn:aws:kms:${region}:<account>:key/<id>"`;

/** What is wrong with the base's own key, as far as it can be told without its region. */
export function checkKey(kmsKeyArn: pulumi.Input<string> | undefined): Problem[] {
  return checkValue(
    "kmsKeyArn",
    kmsKeyArn,
    (arn) => isKeyArn(arn),
    `Write the ARN of a KMS key, and not its id or an alias: ${shape("<region>")}.`,
  );
}

/** What is wrong with the base's own key in that region. */
export function checkKeyRegion(arn: string, region: string): Problem[] {
  const remedy = `The base is in ${region}, and AWS takes keys of the same region only: ${shape(region)}.`;
  return isKeyArn(arn, region) ? [] : [wrongValue("kmsKeyArn", arn, remedy)];
}
