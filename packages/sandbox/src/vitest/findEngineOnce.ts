import { describeEngine, type Engine, findEngine } from "../engine/findEngine.ts";

/** Finds the Pulumi CLI, or builds it, before the first test needs it. */
export default async function findEngineOnce(): Promise<void> {
  await theEngine();
}

/** The engine, and a line that says which. */
export async function theEngine(): Promise<Engine> {
  const { log } = console;
  const engine = await findEngine({ log });
  log(describeEngine(engine));
  return engine;
}
