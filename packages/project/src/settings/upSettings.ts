import { parameterName } from "@ublog/app-update/src/project.ts";
import type { AskUpSettings, UpSettings } from "@ublog/app-update/src/settings.ts";
import { UserError } from "@ublog/terminal/errors";
import { findProject } from "@ublog/terminal/findProject";
import { readSettings, type Settings } from "./lastUp.ts";
import { type PulumiCall, pulumiCall } from "./pulumiCalls.ts";
import { openStackFile } from "./stackFile.ts";
import { waitingSettings } from "./waiting.ts";

/** How long `status` waits for Pulumi, in milliseconds: what waits for an `up` is only a part of what it tells. */
const PATIENCE = 20_000;

/** Tells the release tool what of a stack's settings waits for an `up`, with the stack files in or above a folder. Never rejects. */
export function upSettingsIn(folder: string, call: PulumiCall = pulumiCall): AskUpSettings {
  return async (environment, parameter) => {
    const signal = AbortSignal.timeout(PATIENCE);
    try {
      const project = findProject(folder);
      if (project === undefined)
        return unknown(`There is no Pulumi.yaml in ${folder} or above it. Run this in the project's folder.`);
      const file = openStackFile(project, environment);
      if (parameterName(environment, file.project) !== parameter)
        return unknown(`The project here is ${file.project}, and ${parameter} is another's.`);
      const settings = await readSettings(file, call, signal);
      return { ...upSettings(settings, file.project), isKnown: true };
    } catch (error) {
      if (signal.aborted) return unknown(`Pulumi didn't answer within ${PATIENCE / 1000} seconds.`);
      if (error instanceof UserError) return unknown(error.message);
      throw error;
    }
  };
}

/** What waits for an `up` of a stack whose settings are known. */
export function upSettings(
  settings: Settings,
  project: string,
): Omit<UpSettings & { isKnown: true }, "isKnown"> {
  const { up, failed, secretsUnknown } = settings;
  return {
    ...(up && { lastUp: { at: up.at, ...(up.commit && { commit: up.commit }) } }),
    waiting: waitingSettings(settings, project),
    remarks: [
      ...(up === undefined ? ["The stack was never brought up from here: all of its settings wait."] : []),
      ...(failed ? ["A later `pulumi up` failed: some of its settings may be there already."] : []),
      ...(secretsUnknown === undefined ? [] : [`Secrets aren't compared: ${secretsUnknown}`]),
    ],
  };
}

const unknown = (reason: string): UpSettings => ({ isKnown: false, reason });
