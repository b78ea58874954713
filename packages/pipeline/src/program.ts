import { UserError } from "@ublog/terminal/errors";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { Command, Option } from "commander";
import { applyCommand } from "./commands/apply.ts";
import { guardCommand, reportCommand } from "./commands/guard.ts";
import { inUseCommand } from "./commands/inUse.ts";
import { lintCommand } from "./commands/lint.ts";
import { previewCommand } from "./commands/preview.ts";
import { commentCommand, driftIssuesCommand } from "./commands/publish.ts";
import { recoverCommand } from "./commands/recover.ts";
import { sandboxPreviewCommand } from "./commands/sandboxPreview.ts";
import { createCommand, requestCommand, stacksCommand } from "./commands/stacks.ts";
import { projectFolder, stackFiles } from "./stackFiles.ts";

const env = process.env;

/** The command line. */
export const program = new Command("pipeline")
  .description("What the GitHub workflows of this repository run. Every command works on a laptop too.")
  .showHelpAfterError();

const context = () => ({ project: projectFolder(process.cwd()), env });
/** Exit code 1 where a command says no. */
const verdict = (good: boolean) => {
  if (!good) process.exitCode = 1;
};

program
  .command("stacks")
  .description("list the stacks that have a config file")
  .option("--changed-since <commit>", "only those whose inputs changed since a branch left this commit")
  .action((options: { changedSince?: string }) => stacksCommand(context(), options.changedSince));

program
  .command("request")
  .description("check what somebody asks for, before anything is done")
  .requiredOption("--stack <name>", "the stack")
  .requiredOption("--operation <operation>", "preview, up or destroy")
  .option("--confirm <name>", "the stack's name once more, for a destroy", "")
  .action((request) => requestCommand(context(), request));

program
  .command("create")
  .description("create a stack, empty, if it isn't there")
  .requiredOption("--stack <name>", "the stack")
  .action(({ stack }) => createCommand(context(), stack));

program
  .command("preview")
  .description("report what Pulumi would do to a stack")
  .requiredOption("--stack <name>", "the stack")
  .addOption(
    new Option("--operation <operation>", "of what").choices(["up", "destroy", "drift"]).default("up"),
  )
  .option("--out <folder>", "keep the preview, and the plan for `apply`, in this folder")
  .action(async (options) => verdict(await previewCommand({ ...context(), ...options })));

program
  .command("report")
  .description("print the report of a preview")
  .argument(
    "<preview>",
    "a folder of `preview --out`, or a file of `pulumi preview --json`, or - for the standard input",
  )
  .action(reportCommand);

program
  .command("guard")
  .description(
    "refuse a preview that replaces or deletes something that holds data, unless that is allowed by name",
  )
  .argument(
    "<preview>",
    "a folder of `preview --out`, or a file of `pulumi preview --json`, or - for the standard input",
  )
  .option("--allow <urn...>", "resources that may be lost, besides those that the pull request names", [])
  .action((preview, { allow }) => verdict(guardCommand(env, preview, allow)));

program
  .command("in-use")
  .description("refuse while other stacks stand on a base")
  .requiredOption("--stack <name>", "the base")
  .action(async ({ stack }) => verdict(await inUseCommand(context().project, env, stack)));

program
  .command("apply")
  .description("do exactly what a kept preview showed, or nothing")
  .requiredOption("--stack <name>", "the stack")
  .addOption(
    new Option("--operation <operation>", "what to do").choices(["up", "destroy"]).makeOptionMandatory(),
  )
  .requiredOption("--preview <folder>", "the folder of `preview --out`")
  .action((options) => applyCommand({ ...context(), now: new Date(), ...options }));

program
  .command("recover")
  .description("finish what an update that was killed left open, or say what to find out first")
  .requiredOption("--stack <name>", "the stack")
  .addOption(listOption("--found <name=id>", "a resource that AWS has made, and its id"))
  .addOption(listOption("--absent <name>", "a resource that AWS has not made"))
  .option(...DRY_RUN_FLAG)
  .option(...JSON_FLAG)
  .action((options) => recoverCommand({ project: context().project, ...options }));

program
  .command("sandbox-preview")
  .description("report what a change would do, without any account")
  .requiredOption(
    "--changed-since <commit>",
    "the commit that the branch left: what was there then is what changes",
  )
  .action(async ({ changedSince }) =>
    verdict(await sandboxPreviewCommand({ ...context(), since: changedSince })),
  );

program
  .command("comment")
  .description("keep one comment with all previews on the pull request of this run")
  .requiredOption("--previews <folder>", "a folder of folders of `preview --out`")
  .requiredOption(
    "--stacks <json>",
    "the stacks that should have a preview, as a JSON list; empty where nobody knows which",
  )
  .option("--problem <text>", "why nobody knows")
  .action(({ previews, stacks, problem }) =>
    commentCommand(env, previews, stacks === "" ? undefined : stackList(stacks), problem),
  );

program
  .command("drift-issues")
  .description("keep one issue for each stack that differs from its program")
  .requiredOption("--previews <folder>", "a folder of folders of `preview --operation drift --out`")
  .action(({ previews }) => {
    const stacks = stackFiles(context().project).map(({ stack }) => stack);
    return driftIssuesCommand(env, previews, stacks);
  });

program
  .command("lint")
  .description("check the workflows with actionlint and zizmor")
  .action(() => verdict(lintCommand(context().project)));

/** An option that can be given several times. */
function listOption(flags: string, description: string): Option {
  return new Option(flags, `${description} (may be given several times)`)
    .default([], "none")
    .argParser((value: string, former: string[]) => [...former, value]);
}

function stackList(json: string): string[] {
  try {
    const list: unknown = JSON.parse(json);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // Said below.
  }
  throw new UserError(
    `--stacks is ${JSON.stringify(json)}. Write a JSON list of names, for example ["base"].`,
  );
}
