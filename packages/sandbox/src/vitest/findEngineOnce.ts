import { describeEngine, findEngine } from "../engine/findEngine.ts";
import { findLanguageHosts } from "../engine/languageHosts.ts";
import { pythonEnvironment } from "../engine/pythonEnvironment.ts";

/** Finds the Pulumi CLI and what programs in other languages need, or builds it, before the first test needs it. */
export default async function findEngineOnce(): Promise<void> {
  const { log } = console;
  const engine = await findEngine({ log });
  log(describeEngine(engine));
  await findLanguageHosts(engine, { log });
  await pythonEnvironment({ log });
}
