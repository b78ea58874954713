import { count } from "@ublog/terminal/markdown";
import { emptyPreview, type Preview } from "./preview.ts";
import { recoverCommandLine } from "./recovery/report.ts";
import { cloudResources, isMade, type State } from "./state.ts";

/** What it means to remove the config file of a stack: nothing, once the stack has nothing left. */
export function removedPreview(stack: string, state: State | undefined): Preview {
  const preview = emptyPreview(stack, "up");
  if (!isMade(state)) return { ...preview, outcome: "gone" };
  const resources = cloudResources(state).length;
  const left =
    resources > 0
      ? `${stack} still has ${count(resources, "resource")}: destroy first, then remove its file.`
      : `${stack} was cut off in the middle of an update, so that it may have resources: recover it first (${recoverCommandLine(stack)}), then destroy it, then remove its file.`;
  return { ...preview, outcome: "failed", errors: [`${left}\n${whyAndHow(stack)}`] };
}

function whyAndHow(stack: string): string {
  return [
    `Without Pulumi.${stack}.yaml no preview, no look for drift and no destroy knows the stack any more. Put the file back, and if`,
    `${stack} is to go, run the workflow “[IaC] Pulumi” with ${stack} and destroy before a pull request removes the file. A file that`,
    "was renamed is another stack, with resources of its own.",
  ].join("\n");
}

/** What the removal of a file means if nobody can look at the stack. */
export const unseenRemoval = (stack: string): string =>
  `This change removes Pulumi.${stack}.yaml. Whether ${stack} still has resources can only be seen with credentials.`;
