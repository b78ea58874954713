import type { Interrupted } from "./interrupted.ts";

/** The command that a person runs. */
export const recoverCommandLine = (stack: string): string =>
  `npx -y pnpm@12 run pipeline recover --stack=${stack}`;

/** What a person has to find out before a stack can be recovered, and how to say it. */
export function questions(stack: string, open: readonly Interrupted[]): string {
  const lines = open.flatMap(({ name, lookup, present }) => [
    `  ${name}`,
    `    ${lookup.kind === "find" ? lookup.command : byHand}`,
    ...(present === undefined ? [] : [`    ${present} isn't meant: the stack has it. Is there another one?`]),
  ]);
  const names = [...new Set(open.map(({ name }) => name))];
  const [what, it, things] =
    names.length === 1
      ? ["a resource was", "it", "this"]
      : [`${names.length} resources were`, "them", "each of these"];
  return [
    `${stack} was cut off while ${what} being made, and nobody noted whether AWS made ${it}. Nothing was changed now.`,
    `Don't run \`pulumi up\` yet: it would make ${it} a second time. (Where an update is running at this moment, wait for its end instead.) Ask AWS for ${things}:`,
    "",
    ...lines,
    "",
    "Then run this with the id that each command printed; where one printed nothing, None or that there is no such thing, write --absent instead. Of several ids, leave out those that a stack has.",
    "",
    `  ${[recoverCommandLine(stack), ...names.map((name) => `--found=${name}=ID`)].join(" ")}`,
    `  ${[recoverCommandLine(stack), ...names.map((name) => `--absent=${name}`)].join(" ")}`,
  ].join("\n");
}

const byHand = "Look for it in the AWS console; its id is what `pulumi import` of its type takes.";

/** Why nothing is done to a stack before it is recovered. */
export function refusal(stack: string, operations: readonly string[]): string {
  const count = operations.length === 1 ? "1 operation" : `${operations.length} operations`;
  return `${stack} was cut off in the middle of ${count}: ${operations.join(", ")}. Recover it first, so that nothing is made twice: ${recoverCommandLine(stack)}`;
}
