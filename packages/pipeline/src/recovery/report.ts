import type { Interrupted } from "./interrupted.ts";

/** The command that a person runs. */
export const recoverCommandLine = (stack: string): string => `npx -y pnpm@12 ublog recover --stack=${stack}`;

/** What a run that was cut off left open, and what is done about it. */
export function whatIsOpen(stack: string, interrupted: readonly Interrupted[]): string {
  if (interrupted.length === 0) return `Nothing of ${stack} was cut off: there is nothing to recover.`;
  const lines = interrupted.map(({ operation, name, lookup }) => `  ${operation} ${name}: ${answer(lookup)}`);
  return [`${stack} was cut off while it was:`, ...lines].join("\n");
}

function answer(lookup: Interrupted["lookup"]): string {
  switch (lookup.kind) {
    case "id":
      return `\`recover\` looks whether ${lookup.id} is there`;
    case "again":
      return "the next run does it again";
    case "find":
      return `ask AWS: ${lookup.command}`;
    case "unknown":
      return "look for it in the AWS console";
  }
}

/** What a person has to find out before a stack can be recovered, and how to say it. */
export function questions(stack: string, open: readonly Interrupted[]): string {
  const lines = open.flatMap(({ name, lookup, present }) => [
    `  ${name}`,
    `    ${lookup.kind === "find" ? lookup.command : byHand}`,
    ...(present === undefined ? [] : [`    Not ${present}: the stack has it. Is there another one?`]),
  ]);
  const names = [...new Set(open.map(({ name }) => name))];
  const [what, it, things] =
    names.length === 1
      ? ["a resource was", "it", "this"]
      : [`${names.length} resources were`, "them", "each of these"];
  return [
    `${stack} was cut off while ${what} being made, and nobody noted whether AWS made ${it}. Nothing was changed now.`,
    `Don't run \`pulumi up\` yet: it would make ${it} a second time. (If an update is running right now, wait for it to end instead.) Ask AWS for ${things}:`,
    "",
    ...lines,
    "",
    "Then run this with the id that each command printed; where one printed nothing, None or that there is no such thing, write --absent instead. Of several ids, leave out those that a stack has.",
    "",
    `  ${[recoverCommandLine(stack), ...names.map((name) => `--found=${name}=ID`)].join(" ")}`,
    `  ${[recoverCommandLine(stack), ...names.map((name) => `--absent=${name}`)].join(" ")}`,
  ].join("\n");
}

/**
 * What may be in AWS although the state doesn't know it, and how to find it. `known` says for a creation that was cut off
 * whether the state has its result.
 */
export function overlooked(
  interrupted: readonly Interrupted[],
  known: (one: Interrupted) => boolean,
): string[] {
  const creations = interrupted.filter(({ operation }) => operation === "creating");
  if (creations.length === 0) return [];
  const lines = creations
    .filter((one) => one.lookup.kind !== "again" && !known(one))
    .map(({ name, lookup }) => `  ${name}: ${lookup.kind === "find" ? lookup.command : byHand}`);
  return [
    "",
    "AWS may have more than the state knows: a request that was under way can still be carried out after the run was cut off, and then costs money.",
    ...(lines.length === 0 ? [] : ["Look again in some minutes for what was not found:", ...new Set(lines)]),
    "CloudTrail lists all that was made and changed since the run began (write its time; for IAM, CloudFront and Route 53 in us-east-1):",
    "  aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --start-time TIME --query 'Events[].[EventTime,EventName,Resources[0].ResourceName]' --output text",
    "Delete what is in no stack by hand, or take it in with `pulumi import`.",
  ];
}

const byHand = "Look for it in the AWS console; its id is what `pulumi import` of its type takes.";

/** Why nothing is done to a stack before it is recovered. */
export function refusal(stack: string, operations: readonly string[]): string {
  const count = operations.length === 1 ? "1 operation" : `${operations.length} operations`;
  return `${stack} was cut off in the middle of ${count}: ${operations.join(", ")}. Recover it first, so that nothing is made twice: ${recoverCommandLine(stack)}`;
}
