const small = ["micro", "small", "medium"];
const upTo16 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const of5 = ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"];

/** When the table below was read. */
export const nodeTypesAsOf = "November 2026";

/**
 * Sizes of the node types of ElastiCache, by family:
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 */
const offered: Record<string, readonly string[]> = {
  c7gn: upTo16,
  m4: ["large", "xlarge", "2xlarge", "4xlarge", "10xlarge"],
  m5: of5,
  m6g: upTo16,
  m7g: upTo16,
  r4: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"],
  r5: of5,
  r6g: upTo16,
  r6gd: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  r7g: upTo16,
  t2: small,
  t3: small,
  t4g: small,
};

/** Families from before replication groups with encryption, which still exist for those who have them. */
const former = ["t1", "m1", "m2", "m3", "c1", "r3"];

/** The newest generation in the table: newer ones are not known, and pass. */
const newestGeneration = 7;

const partsOf = (nodeType: string): RegExpExecArray | null =>
  /^cache\.([a-z]+(\d+)[a-z]*)\.([a-z0-9]+)$/.exec(nodeType);

export function isNodeType(nodeType: string): boolean {
  const [, family = "", generation, size = ""] = partsOf(nodeType) ?? [];
  if (former.includes(family)) return true;
  return offered[family]?.includes(size) ?? Number(generation) > newestGeneration;
}

/** Whether nodes of the type keep part of the data on a disk: all of one family do, and no others. */
export const hasDisk = (nodeType: string): boolean => /^r\d+gd$/.test(partsOf(nodeType)?.[1] ?? "");
