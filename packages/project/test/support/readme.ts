import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** The indented blocks of a section of the package's README, without their indent. */
export function blocksOf(section: string): string[] {
  const [, text = ""] = new RegExp(`\n## ${section}.*\n([^]*?)(\n## |$)`).exec(readme) ?? [];
  return [...text.matchAll(/(?:^ {4}.*\n(?:\n(?= {4}))?)+/gm)].map(([block]) =>
    block.replaceAll(/^ {4}/gm, ""),
  );
}

/** The command lines of `ublog` in a block, as words. */
export const commandsIn = (block = ""): string[] =>
  [...block.matchAll(/^npx -y pnpm@12 ublog (.+)$/gm)].map(([, words = ""]) => words);
