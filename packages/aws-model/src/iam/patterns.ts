/** Whether a text fits a pattern of IAM: `*` is any text, `?` any character. */
export function fits(text: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

/** The case of actions doesn't matter. */
export const fitsAction = (action: string, pattern: string): boolean =>
  fits(action.toLowerCase(), pattern.toLowerCase());

/**
 * Whether a resource fits a pattern of a policy: the parts of the six that an ARN there lacks match anything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_incomplete-arns
 */
export function fitsResource(resource: string, pattern: string): boolean {
  const missing = pattern.startsWith("arn:") ? 6 - pattern.split(":").length : 0;
  return fits(resource, pattern + ":*".repeat(Math.max(0, missing)));
}

/** ARNs fit part by part: a `*` in the first five parts doesn't reach across a colon. */
export function fitsArn(arn: string, pattern: string): boolean {
  if (pattern === "*") return true;
  const [parts, patterns] = [arnParts(arn), arnParts(pattern)];
  return (
    parts.length === patterns.length && patterns.every((wanted, index) => fits(parts[index] ?? "", wanted))
  );
}

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
