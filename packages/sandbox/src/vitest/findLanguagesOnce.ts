import { findLanguageHosts } from "../engine/languageHosts.ts";
import { pythonEnvironment } from "../engine/pythonEnvironment.ts";
import { theEngine } from "./findEngineOnce.ts";

/** Finds the Pulumi CLI and what programs in other languages need, or builds it, before the first test needs it. */
export default async function findLanguagesOnce(): Promise<void> {
  const { log } = console;
  await findLanguageHosts(await theEngine(), { log });
  await pythonEnvironment({ log });
}
