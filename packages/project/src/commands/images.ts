import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { type Environment, setOutput, showError } from "@ublog/pipeline/src/github/workflowOutput.ts";
import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { projectName } from "@ublog/pipeline/src/stackFiles.ts";
import { UserError } from "@ublog/terminal/errors";
import type { ImageName } from "pulumi-aws-django/vocabulary";
import { readImagesFile } from "../images/imagesFile.ts";
import { imageJobs } from "../images/workflowImages.ts";

/** What the command line says. A workflow passes on what nobody said, as an empty value. */
export type ImagesFlags = { stack?: string; version?: string; tag?: string } & Partial<
  Record<ImageName, string>
>;

/** Gives the jobs that build what the workflow [CI] Images was asked for, and the stack that they are for; and the exit code. */
export function imagesCommand(
  { stack = "", version = "", tag = "", ...versions }: ImagesFlags,
  { folder, env }: { folder: string; env: Environment } = { folder: process.cwd(), env: process.env },
): number {
  try {
    const project = projectFolder(folder);
    const asked = { stack, version, tag, versions };
    const found = imageJobs(project, projectName(project), readImagesFile(project), asked);
    setOutput(env, "stack", found.stack);
    setOutput(env, "images", JSON.stringify(found.jobs));
    return 0;
  } catch (error) {
    if (!(error instanceof UserError || error instanceof Refusal)) throw error;
    showError(env, error.message);
    return 1;
  }
}
