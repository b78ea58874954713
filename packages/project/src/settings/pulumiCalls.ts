import { failureOf, type PulumiOptions, pulumi } from "@ublog/pipeline/src/pulumi.ts";
import { UserError } from "@ublog/terminal/errors";
import type { StackFile } from "./stackFile.ts";

/** Runs Pulumi for a stack and gives what it prints. Throws a UserError that says what to do where it fails. */
export type PulumiCall = (
  args: readonly string[],
  file: StackFile,
  options?: Pick<PulumiOptions, "input" | "signal">,
) => Promise<string>;

/** The Pulumi CLI on PATH. Its calls are for reading, or prepare a change: they aren't printed. */
export const pulumiCall: PulumiCall = async (args, file, options = {}) => {
  const result = await pulumi([...args, "--stack", file.reference], {
    ...options,
    cwd: file.folder,
    announce: false,
  });
  if (result.code === 0) return result.stdout;
  throw new UserError(explainPulumi(failureOf(result), file));
};

/** What a failure of Pulumi's means for somebody who works with the settings of a stack. */
export function explainPulumi(said: string, { stack, name, document }: StackFile): string {
  const provider = String(document.get("secretsprovider") ?? "");
  if (/no stack named/.test(said))
    return `The stack ${stack} doesn't exist in Pulumi's backend yet. Make it: pulumi stack init ${stack}`;
  if (/passphrase must be set/.test(said))
    return document.has("encryptionsalt")
      ? `The secrets in ${name} are encrypted with a passphrase, and none is given. Write it into PULUMI_CONFIG_PASSPHRASE, or the path of a file with it into PULUMI_CONFIG_PASSPHRASE_FILE.`
      : `Nothing is encrypted in ${name} yet, and no passphrase is given. Choose one, keep it where your team keeps its passwords (nobody can run \`pulumi up\` without it), and write it into PULUMI_CONFIG_PASSPHRASE. With a KMS key there is none to keep: pulumi stack change-secrets-provider "awskms://alias/NAME?region=REGION" --stack ${stack}`;
  if (/incorrect passphrase/.test(said))
    return `The passphrase in PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) is not the one that the secrets in ${name} are encrypted with.`;
  if (/PULUMI_ACCESS_TOKEN must be set|pulumi login/.test(said))
    return "Nobody is logged in to Pulumi. Run `pulumi login`, for a bucket `pulumi login s3://BUCKET`, or set PULUMI_BACKEND_URL.";
  if (/\bKMS\b/.test(said))
    return `The secrets in ${name} are encrypted with a KMS key${provider === "" ? "" : ` (${provider})`}, and it can't be used: ${firstCause(said)} Check the AWS credentials, the region and the rights to the key (kms:Decrypt, kms:Encrypt).`;
  if (/\b(S3|blob)\b/.test(said))
    return `Pulumi's state can't be read: ${firstCause(said)} Check PULUMI_BACKEND_URL, the AWS credentials and the network.`;
  return `Pulumi failed: ${said.replace(/^error: /, "")}`;
}

/** The first cause in a message of AWS's SDK for Go, as a sentence. */
function firstCause(said: string): string {
  const line = said.split("\n").find((one) => /operation error|blob/.test(one)) ?? said;
  const cause = line
    .replace(/^\s*\d+\)\s*/, "")
    .replace(/^error: /, "")
    .replace(/^.*?(?=operation error)/, "")
    .replace(
      /,? exceeded maximum number of attempts, \d+|,? https response error StatusCode: 0, RequestID: (, HostID: )?/g,
      "",
    )
    .replaceAll(/\s+/g, " ")
    .trim();
  return `${cause.length > 300 ? `${cause.slice(0, 299)}…` : cause}.`;
}
