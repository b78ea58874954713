import { describeEngine, findEngine } from "../engine/findEngine.ts";

/** Finds the Pulumi CLI, or builds it, before the first test needs it. */
export default async function findEngineOnce(): Promise<void> {
  console.log(describeEngine(await findEngine({ log: console.log })));
}
