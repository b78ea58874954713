import { expect, test } from "vitest";
import { QUESTIONS } from "../../src/doctor/questions.ts";
import { troubleLines } from "../../src/doctor/report.ts";
import { FAULTS } from "./support/faults.ts";
import { findingsIn, healthyWorld } from "./support/world.ts";

const plain = { width: 80, paint: (_style: unknown, text: string) => text };

test("each fault is found by its question, which says it whole", async () => {
  const told: string[] = [];
  for (const { what, question, plant } of FAULTS) {
    const world = healthyWorld();
    plant(world);
    const troubles = (await findingsIn(world, question)).filter(({ status }) => status !== "ok");
    expect(troubles, what).not.toEqual([]);
    for (const { status } of troubles) expect(status, what).toMatch(/^(problem|warning)$/);
    const lines = troubles.flatMap((trouble) => ["", ...troubleLines({ question, ...trouble }, plain)]);
    told.push(`## ${what}`, "", "```text", ...lines.slice(1), "```", "");
  }
  await expect(told.join("\n")).toMatchFileSnapshot("golden/faults.golden.md");
});

test("each question has a fault", () => {
  const found = new Set(FAULTS.map(({ question }) => question));
  expect(QUESTIONS.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});
