const small = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const upTo16 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const upTo24 = [...upTo16, "24xlarge"];
const upTo32 = [...upTo24, "32xlarge"];
const upTo48 = [...upTo24, "48xlarge"];

/** When the table below was read. */
export const classesAsOf = "November 2026";

/**
 * Sizes of the classes that RDS offers for PostgreSQL 13 and later, by family:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 */
const offered: Record<string, readonly string[]> = {
  t3: small,
  t4g: small,
  m5: upTo24,
  m5d: upTo24,
  m6g: upTo16,
  m6gd: upTo16,
  m6i: upTo32,
  m6id: upTo32,
  m6idn: upTo32,
  m6in: upTo32,
  m7g: upTo16,
  m7i: upTo48,
  m8g: upTo48,
  m8gd: upTo48,
  r5: upTo24,
  r5b: upTo24,
  r5d: upTo24,
  r6g: upTo16,
  r6gd: upTo16,
  r6i: upTo32,
  r6id: upTo32,
  r6idn: upTo32,
  r6in: upTo32,
  r7g: upTo16,
  r7i: upTo48,
  r8g: upTo48,
  r8gd: upTo48,
  x2g: upTo16,
  x2idn: ["16xlarge", "24xlarge", "32xlarge"],
  x2iedn: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "24xlarge", "32xlarge"],
  x2iezn: ["2xlarge", "4xlarge", "6xlarge", "8xlarge", "12xlarge"],
  c6gd: ["medium", ...upTo16],
};

/** Families that RDS has for other engines, or for older versions of PostgreSQL. */
const ofOthers = ["t1", "t2", "m1", "m2", "m3", "m4", "r3", "r4", "x1", "x1e", "z1d"];

/** The newest generation in the table: newer ones are not known, and pass. */
const newestGeneration = 8;

/** Whether RDS has the class, and has it for PostgreSQL. */
export function classSupport(instanceClass: string): "offered" | "of others" | "none" {
  if (instanceClass === "db.serverless") return "of others";
  const [, family = "", generation, size = ""] =
    /^db\.([a-z]+(\d+)[a-z-]*)\.([a-z0-9-]+)$/.exec(instanceClass) ?? [];
  if (ofOthers.includes(family)) return "of others";
  if (offered[family]) return offered[family].includes(size) ? "offered" : "none";
  return Number(generation) >= newestGeneration ? "offered" : "none";
}
