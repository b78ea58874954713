import { problemsOfRegion } from "@ublog/stacks/regions.ts";

/* What is wrong with an answer: undefined where nothing is. */

export function regionProblem(region: string): string | undefined {
  const [problem] = problemsOfRegion({
    stack: "base",
    configured: region,
    unchecked: false,
    environment: {},
  });
  if (problem === undefined) return undefined;
  // What it says of pulumi's config is for a file that is there already.
  return `The region ${problem.reason.replace(/ Write the AWS region, for example: .*/, " Write one, for example us-east-1.").replace(/ If AWS has opened it since then.*$/, "")}`;
}

export function domainProblem(domain: string): string | undefined {
  if (/^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain))
    return undefined;
  const plain = domain
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[/:].*$/, "")
    .replace(/\.$/, "");
  const meant = plain !== domain && domainProblem(plain) === undefined ? ` Did you mean ${plain}?` : "";
  return `The domain is ${JSON.stringify(domain)}.${meant === "" ? " Write a domain in lower-case letters, for example example.com." : meant}`;
}

export function zoneProblem(zone: string): string | undefined {
  if (/^Z[A-Z0-9]{4,31}$/.test(zone)) return undefined;
  return `The zone is ${JSON.stringify(zone)}. Write the id of a Route 53 zone, which begins with Z: Z0123456789ABCDEFGHIJ.`;
}

export function stackProblem(stack: string): string | undefined {
  if (["base", "bootstrap"].includes(stack))
    return `The stack is ${JSON.stringify(stack)}, which is the name of another one. Write that of an environment, for example alpha.`;
  if (/^[a-z][a-z0-9-]{0,39}$/.test(stack)) return undefined;
  return `The stack is ${JSON.stringify(stack)}. Write lower-case letters, digits and hyphens, beginning with a letter, for example alpha.`;
}
