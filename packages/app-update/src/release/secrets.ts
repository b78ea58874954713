import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { explain, isAwsError, isDenied } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";

/** What was found out about the secrets of some task definitions. */
export interface SecretFindings {
  problems: string[];
  /** What couldn't be found out. */
  remarks: string[];
}

/**
 * Whether every secret that the definitions name exists and has a value. No value is read. A task with a missing secret
 * never starts, and ECS would try for half an hour.
 */
export async function checkSecrets(aws: Aws, definitions: TaskDefinition[]): Promise<SecretFindings> {
  const references = referencesIn(definitions);
  const findings: SecretFindings = { problems: [], remarks: [] };
  const secrets = [...references.keys()].filter((reference) => reference.includes(":secretsmanager:"));
  const parameters = [...references.keys()].filter((reference) => !secrets.includes(reference));
  const named = (reference: string) => `${references.get(reference)} (\`${reference}\`)`;

  await Promise.all([
    ...secrets.map((reference) => checkSecret(aws, reference, named(reference), findings)),
    ...chunks(parameters, 50).map((chunk) => checkParameters(aws, chunk, named, findings)),
  ]);
  findings.problems.sort();
  findings.remarks = [...new Set(findings.remarks)].sort();
  return findings;
}

/** The secrets that the definitions name, each with the variables it fills. JSON keys and version stages are cut off. */
function referencesIn(definitions: TaskDefinition[]): Map<string, string> {
  const result = new Map<string, Set<string>>();
  for (const container of definitions.flatMap((definition) => definition.containerDefinitions ?? [])) {
    const all = [...(container.secrets ?? []), ...(container.logConfiguration?.secretOptions ?? [])];
    for (const { name, valueFrom } of all) {
      const reference = withoutJsonKey(valueFrom ?? "");
      result.set(reference, (result.get(reference) ?? new Set()).add(name ?? ""));
    }
  }
  return new Map([...result].map(([reference, names]) => [reference, [...names].sort().join(", ")]));
}

/** `arn:aws:secretsmanager:region:account:secret:name-suffix`, without `:json-key:stage:version`. */
export function withoutJsonKey(reference: string): string {
  return reference.includes(":secretsmanager:") ? reference.split(":").slice(0, 7).join(":") : reference;
}

async function checkSecret(
  aws: Aws,
  reference: string,
  named: string,
  findings: SecretFindings,
): Promise<void> {
  try {
    const secret = await aws("secretsmanager.DescribeSecret", { SecretId: reference });
    if (secret.DeletedDate !== undefined)
      findings.problems.push(`The secret for ${named} is scheduled for deletion: restore it.`);
    else if (
      !Object.values(secret.VersionIdsToStages ?? {})
        .flat()
        .includes("AWSCURRENT")
    )
      findings.problems.push(`The secret for ${named} has no value yet: set one.`);
  } catch (error) {
    if (isAwsError(error, "ResourceNotFoundException"))
      findings.problems.push(
        `The secret for ${named} doesn't exist: create it, or take it out of the settings.`,
      );
    else if (isDenied(error))
      findings.remarks.push("Secrets weren't checked: secretsmanager:DescribeSecret isn't allowed.");
    else findings.problems.push(`The secret for ${named} can't be looked up. ${explain(error)}`);
  }
}

async function checkParameters(
  aws: Aws,
  references: string[],
  named: (reference: string) => string,
  findings: SecretFindings,
): Promise<void> {
  const nameOf = (reference: string) =>
    reference.startsWith("arn:")
      ? reference.slice(reference.indexOf(":parameter") + ":parameter".length)
      : reference;
  try {
    const answer = await aws("ssm.DescribeParameters", {
      ParameterFilters: [{ Key: "Name", Option: "Equals", Values: references.map(nameOf) }],
      MaxResults: 50,
    });
    // A parameter without a path has no slash in its name, but one in its ARN.
    const bare = (name = "") => name.replace(/^\//, "");
    const known = new Set((answer.Parameters ?? []).map((parameter) => bare(parameter.Name)));
    for (const reference of references)
      if (!known.has(bare(nameOf(reference))))
        findings.problems.push(
          `The parameter for ${named(reference)} doesn't exist: create it, or take it out of the settings.`,
        );
  } catch (error) {
    if (isDenied(error))
      findings.remarks.push("Parameters weren't checked: ssm:DescribeParameters isn't allowed.");
    else findings.problems.push(`Parameters can't be looked up. ${explain(error)}`);
  }
}

export function chunks<T>(items: T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
