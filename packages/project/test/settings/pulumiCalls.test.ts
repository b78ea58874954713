import { expect, test } from "vitest";
import { explainPulumi } from "../../src/settings/pulumiCalls.ts";
import { openStackFile } from "../../src/settings/stackFile.ts";
import { ALPHA, settingsProject } from "../support/settings.ts";

const NO_PASSPHRASE =
  "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables";
const KMS = ALPHA.replace(
  "encryptionsalt: v1:salt",
  "secretsprovider: awskms://alias/ublog?region=us-east-1\nencryptedkey: AQIC",
);

/* What Pulumi 3.259 says, word for word. */
test.each<[string, string, string, string]>([
  [
    "without a passphrase",
    ALPHA,
    NO_PASSPHRASE,
    "The secrets in Pulumi.alpha.yaml are encrypted with a passphrase, and none is given. Write it into PULUMI_CONFIG_PASSPHRASE, or the path of a file with it into PULUMI_CONFIG_PASSPHRASE_FILE.",
  ],
  [
    "without a passphrase and without any secret",
    ALPHA.replace("encryptionsalt: v1:salt\n", ""),
    NO_PASSPHRASE,
    'Nothing is encrypted in Pulumi.alpha.yaml yet, and no passphrase is given. Choose one, keep it where your team keeps its passwords (nobody can run `pulumi up` without it), and write it into PULUMI_CONFIG_PASSPHRASE. With a KMS key there is none to keep: pulumi stack change-secrets-provider "awskms://alias/NAME?region=REGION" --stack alpha',
  ],
  [
    "with another passphrase",
    ALPHA,
    "error: incorrect passphrase",
    "The passphrase in PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) is not the one that the secrets in Pulumi.alpha.yaml are encrypted with.",
  ],
  [
    "without the stack",
    ALPHA,
    "error: no stack named 'alpha' found",
    "The stack alpha doesn't exist in Pulumi's backend yet. Make it: pulumi stack init alpha",
  ],
  [
    "without a login",
    ALPHA,
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    "Nobody is logged in to Pulumi. Run `pulumi login`, for a bucket `pulumi login s3://BUCKET`, or set PULUMI_BACKEND_URL.",
  ],
  [
    "without the KMS key",
    KMS,
    'error: 2 errors occurred:\n    1) operation error KMS: Decrypt, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: connect: connection refused\n    2) Unknown',
    'The secrets in Pulumi.alpha.yaml are encrypted with a KMS key (awskms://alias/ublog?region=us-east-1), and it can\'t be used: operation error KMS: Decrypt, request send failed, Post "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: connect: connection refused. Check the AWS credentials, the region and the rights to the key (kms:Decrypt, kms:Encrypt).',
  ],
  [
    "without the bucket of the state",
    ALPHA,
    'error: read ".pulumi/meta.yaml": blob (key ".pulumi/meta.yaml") (code=Unknown): operation error S3: GetObject, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , HostID: , request send failed, Get "http://127.0.0.1:9/nope": dial tcp 127.0.0.1:9: connect: connection refused',
    "Pulumi's state can't be read: operation error S3: GetObject, request send failed, Get \"http://127.0.0.1:9/nope\": dial tcp 127.0.0.1:9: connect: connection refused. Check PULUMI_BACKEND_URL, the AWS credentials and the network.",
  ],
  ["otherwise", ALPHA, "error: something else", "Pulumi failed: something else"],
])("Pulumi fails %s", (_, alpha, said, explained) => {
  const { folder } = settingsProject(alpha);
  expect(explainPulumi(said, openStackFile(folder, "alpha"))).toBe(explained);
});
