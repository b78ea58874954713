import { at, isType, type Resource, type Rule, unless } from "./rule.ts";

const DATABASE = "aws:rds/instance:Instance";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";

/** The part of a bucket that is a resource of its own and has the bucket's logical name. */
function partOf(bucket: Resource, part: string, all: readonly Resource[]): Resource | undefined {
  return all.find(({ type, name }) => type.endsWith(`:${part}`) && name === bucket.name);
}

/** Rules about data: encryption, access, backups, retention. */
export const dataRules: Rule[] = [
  {
    name: "database-encrypted",
    description: "The disk of a database is encrypted.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-3`,
    applies: isType(DATABASE),
    check: (r) => unless(r.inputs.storageEncrypted === true, "storageEncrypted isn't true"),
  },
  {
    name: "database-private",
    description: "A database has no public address.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-2`,
    applies: isType(DATABASE),
    check: (r) => unless(r.inputs.publiclyAccessible === false, "publiclyAccessible isn't false"),
  },
  {
    name: "database-tls",
    description: "A database refuses connections without TLS.",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    applies: isType("aws:rds/parameterGroup:ParameterGroup"),
    check: ({ inputs }) =>
      unless(
        (inputs.parameters as { name: string; value: string }[]).some(
          ({ name, value }) => name === "rds.force_ssl" && value === "1",
        ),
        "rds.force_ssl isn't 1",
      ),
  },
  {
    name: "database-backups",
    description: "A database can be restored to any second of the last week.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-11`,
    applies: isType(DATABASE),
    check: (r) =>
      unless(Number(r.inputs.backupRetentionPeriod) >= 7, "backups are kept for less than 7 days"),
  },
  {
    name: "database-deletion",
    description: "AWS refuses to delete a database, and a snapshot stays if it is deleted anyway.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-8`,
    applies: isType(DATABASE),
    check: ({ inputs }) =>
      unless(
        inputs.deletionProtection === true &&
          inputs.skipFinalSnapshot === false &&
          inputs.finalSnapshotIdentifier !== undefined,
        "it can be deleted without a trace",
      ),
  },
  {
    name: "database-minor-versions",
    description: "Minor versions are installed by AWS, and none is pinned.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-13`,
    applies: isType(DATABASE),
    check: ({ inputs }) =>
      unless(
        inputs.autoMinorVersionUpgrade === true && /^\d+$/.test(String(inputs.engineVersion)),
        "minor versions aren't left to AWS",
      ),
  },
  {
    name: "database-logs",
    description: "The logs of a database go to CloudWatch.",
    source: `${SECURITY_HUB}/rds-controls.html#rds-9`,
    applies: isType(DATABASE),
    check: (r) =>
      unless(
        ["postgresql", "upgrade"].every((log) =>
          (r.inputs.enabledCloudwatchLogsExports as string[] | undefined)?.includes(log),
        ),
        "its logs stay on its disk",
      ),
  },
  {
    name: "cache-encrypted",
    description: "A cache is encrypted at rest and in transit, and asks for a token.",
    source: `${SECURITY_HUB}/elasticache-controls.html#elasticache-4`,
    applies: isType(CACHE),
    check: ({ inputs }) =>
      unless(
        inputs.atRestEncryptionEnabled === true &&
          inputs.transitEncryptionEnabled === true &&
          inputs.authToken !== undefined,
        "anyone near it can read it",
      ),
  },
  {
    name: "cache-backups",
    description: "A cache has daily snapshots, and one stays if it is deleted.",
    source: `${SECURITY_HUB}/elasticache-controls.html#elasticache-1`,
    applies: isType(CACHE),
    check: ({ inputs }) =>
      unless(
        Number(inputs.snapshotRetentionLimit) >= 1 && inputs.finalSnapshotIdentifier !== undefined,
        "it has no snapshots",
      ),
  },
  {
    name: "data-in-own-subnets",
    description: "Databases and caches name their subnets, which aren't the default ones.",
    source: `${SECURITY_HUB}/elasticache-controls.html#elasticache-7`,
    applies: (type) => type === DATABASE || type === CACHE,
    check: ({ inputs }) =>
      unless(
        inputs.dbSubnetGroupName !== undefined || inputs.subnetGroupName !== undefined,
        "it is in the default subnets",
      ),
  },
  {
    name: "bucket-private",
    description: "All public access to a bucket is blocked.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-8`,
    applies: isType(BUCKET),
    check: (bucket, all) => {
      const inputs = partOf(bucket, "BucketPublicAccessBlock", all)?.inputs ?? {};
      const open = [
        "blockPublicAcls",
        "blockPublicPolicy",
        "ignorePublicAcls",
        "restrictPublicBuckets",
      ].filter((key) => inputs[key] !== true);
      return unless(open.length === 0, `not set: ${open.join(", ")}`);
    },
  },
  {
    name: "bucket-owner",
    description: "A bucket has no access lists: its owner owns all objects.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-12`,
    applies: isType(BUCKET),
    check: (bucket, all) => {
      const controls = partOf(bucket, "BucketOwnershipControls", all);
      const owner = controls === undefined ? undefined : at(controls, "rule.objectOwnership");
      return unless(owner === "BucketOwnerEnforced", "access lists count");
    },
  },
  {
    name: "bucket-encrypted",
    description: "A bucket says how it encrypts.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html",
    applies: isType(BUCKET),
    check: (bucket, all) =>
      unless(
        partOf(bucket, "BucketServerSideEncryptionConfiguration", all) !== undefined,
        "nothing is said of encryption",
      ),
  },
  {
    name: "bucket-tls",
    description: "A bucket refuses requests without TLS.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-5`,
    applies: isType(BUCKET),
    check: (bucket, all) => {
      const policy = String(partOf(bucket, "BucketPolicy", all)?.inputs.policy ?? "");
      return unless(
        policy.includes('"Effect":"Deny"') && policy.includes('"aws:SecureTransport":"false"'),
        "plain HTTP is allowed",
      );
    },
  },
  {
    name: "bucket-lifecycle",
    description: "A bucket forgets what nobody needs.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-13`,
    applies: isType(BUCKET),
    check: (bucket, all) =>
      unless(partOf(bucket, "BucketLifecycleConfiguration", all) !== undefined, "it grows forever"),
  },
  {
    name: "bucket-versioned",
    description: "What is overwritten or deleted in a bucket can be brought back.",
    source: `${SECURITY_HUB}/s3-controls.html#s3-14`,
    applies: isType(BUCKET),
    check: (bucket, all) => {
      const versioning = partOf(bucket, "BucketVersioning", all);
      const status = versioning === undefined ? undefined : at(versioning, "versioningConfiguration.status");
      return unless(status === "Enabled", "deleted files are gone");
    },
  },
  {
    name: "bucket-kept",
    description: "A destroy doesn't delete a bucket with files in it.",
    source: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data.html",
    applies: isType(BUCKET),
    check: ({ inputs }) => unless(inputs.forceDestroy !== true, "forceDestroy is true"),
  },
  {
    name: "table-restorable",
    description: "A table can be restored to any second of the last weeks.",
    source: `${SECURITY_HUB}/dynamodb-controls.html#dynamodb-2`,
    applies: isType("aws:dynamodb/table:Table"),
    check: (r) => unless(at(r, "pointInTimeRecovery.enabled") === true, "it has no backups"),
  },
  {
    name: "secret-recoverable",
    description: "A deleted secret can be restored for at least a week.",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    applies: isType("aws:secretsmanager/secret:Secret"),
    check: ({ inputs }) => unless(Number(inputs.recoveryWindowInDays) >= 7, "it is deleted at once"),
  },
  {
    name: "secret-values",
    description: "Passwords, tokens and the values of secrets are secrets of the engine too.",
    source: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    applies: () => true,
    check: ({ inputs, secrets }) => {
      const bare = ["password", "masterPassword", "authToken", "secretString"].filter(
        (key) => inputs[key] !== undefined && !secrets.includes(key),
      );
      return unless(bare.length === 0, `readable in the state: ${bare.join(", ")}`);
    },
  },
];
