/** The tag of what stands for a trial in lists of the console, with the environment that it is for. */
export const TRIAL_TAG = "ublog:trial";

/** The tags of a resource: none where there is no trial. */
export function trialTags(trial: { app: string } | undefined): { tags: Record<string, string> } | undefined {
  return trial === undefined ? undefined : { tags: { [TRIAL_TAG]: trial.app } };
}
