import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describeCosts } from "../src/cost/describeCosts.ts";
import { type StackCosts, stackCosts } from "../src/cost/stackCosts.ts";
import { describeTimelines } from "../src/times/describeTimelines.ts";
import { PARALLELISM, stackTimelines } from "../src/times/stackTimelines.ts";
import type { UpdateTimeline } from "../src/times/timeline.ts";

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const madeBy = (command: string) =>
  `What \`npx -y pnpm@12 rehearse ${command}\` prints of the committed stacks. Made by \`pnpm --filter @ublog/estimates run docs\`.`;

export const TIMES_FILE = file("TIMES.md");
export const COSTS_FILE = file("COSTS.md");

/** TIMES.md: how long each update of the committed stacks takes, and what decides it. */
export function timesText(timelines: readonly UpdateTimeline[]): string {
  return page("Times", "--timeline", describeTimelines([...timelines], PARALLELISM));
}

/** COSTS.md: what the committed stacks cost a month, and what other settings would add. */
export function costsText(costs: StackCosts): string {
  return page("Costs", "--cost", describeCosts(costs));
}

function page(title: string, command: string, printed: string): string {
  return `# ${title}\n\n${madeBy(command)}\n\n\`\`\`text\n${printed.trim()}\n\`\`\`\n`;
}

if (import.meta.main) {
  writeFileSync(TIMES_FILE, timesText(await stackTimelines()));
  writeFileSync(COSTS_FILE, costsText(await stackCosts()));
}
