import { type CommandLine, commandLine } from "@ublog/terminal/commandLine";
import { UserError } from "@ublog/terminal/errors";
import { explainError } from "@ublog/terminal/explain";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { Argument, Option } from "commander";
import { showError } from "./github/workflowOutput.ts";
import { projectFolder } from "./projectFolder.ts";
import { VERBS } from "./verbs.ts";

const { env } = process;

/** The command line: takes its arguments and answers with the exit code. */
export async function main(args: readonly string[], name = "pipeline"): Promise<number> {
  try {
    return await pipeline(name).run(args);
  } catch (error) {
    showError(env, explainError(error, env));
    return 1;
  }
}

/** Each verb's options here, its story in `commands/`, loaded when it is called. */
export function pipeline(name = "pipeline"): CommandLine<keyof typeof VERBS> {
  const line = commandLine(name, VERBS, 1);
  const { program, verb, ends } = line;
  program.description(
    "What the GitHub workflows of this repository run. Every command works on a laptop too.",
  );

  verb("stacks")
    .option("--changed-since <commit>", "only those whose inputs changed since a branch left this commit")
    .action(
      ends(async ({ changedSince }) =>
        (await import("./commands/stacks.ts")).stacksCommand(context(), changedSince),
      ),
    );

  verb("request")
    .requiredOption(...STACK_FLAG)
    .requiredOption("--operation <operation>", "preview, up or destroy")
    .option("--confirm <name>", "the stack's name again, for a destroy", "")
    .action(
      ends(async (request) => (await import("./commands/request.ts")).requestCommand(context(), request)),
    );

  verb("create")
    .requiredOption(...STACK_FLAG)
    .action(
      ends(async ({ stack }) => (await import("./commands/create.ts")).createCommand(context(), stack)),
    );

  verb("preview")
    .requiredOption(...STACK_FLAG)
    .addOption(
      new Option("--operation <operation>", "what to preview")
        .choices(["up", "destroy", "drift"])
        .default("up"),
    )
    .option("--out <folder>", "keep the preview, and the plan for `apply`, in this folder")
    .action(
      ends(async (options) => {
        const { previewCommand } = await import("./commands/preview.ts");
        return verdict(await previewCommand({ ...context(), ...options }));
      }),
    );

  verb("report")
    .addArgument(previewArgument())
    .action(ends(async (preview) => (await import("./commands/guard.ts")).reportCommand(preview)));

  verb("guard")
    .addArgument(previewArgument())
    .option(
      "--allow <urn...>",
      "resources that may be lost, in addition to those that the pull request names",
      [],
    )
    .action(
      ends(async (preview, { allow }) =>
        verdict((await import("./commands/guard.ts")).guardCommand(env, preview, allow)),
      ),
    );

  verb("in-use")
    .requiredOption("--stack <name>", "the base")
    .action(
      ends(async ({ stack }) => {
        const { inUseCommand } = await import("./commands/inUse.ts");
        return verdict(await inUseCommand(context().project, env, stack));
      }),
    );

  verb("apply")
    .requiredOption(...STACK_FLAG)
    .addOption(
      new Option("--operation <operation>", "what to do").choices(["up", "destroy"]).makeOptionMandatory(),
    )
    .requiredOption("--preview <folder>", "the folder of `preview --out`")
    .action(
      ends(async (options) =>
        (await import("./commands/apply.ts")).applyCommand({ ...context(), now: new Date(), ...options }),
      ),
    );

  verb("recover")
    .requiredOption(...STACK_FLAG)
    .addOption(listOption("--found <name=id>", "a resource that AWS has made, and its id"))
    .addOption(listOption("--absent <name>", "a resource that AWS has not made"))
    .option(...DRY_RUN_FLAG)
    .option(...JSON_FLAG)
    .action(
      ends(async (options) => {
        const { recoverCommand } = await import("./commands/recover.ts");
        return recoverCommand({ project: context().project, ...options });
      }),
    );

  verb("sandbox-preview")
    .requiredOption(
      "--changed-since <commit>",
      "the commit that the branch left: the change is previewed on top of it",
    )
    .action(
      ends(async ({ changedSince }) => {
        const { sandboxPreviewCommand } = await import("./commands/sandboxPreview.ts");
        return verdict(await sandboxPreviewCommand({ ...context(), since: changedSince }));
      }),
    );

  verb("comment")
    .requiredOption("--previews <folder>", "a folder of folders of `preview --out`")
    .requiredOption(
      "--stacks <json>",
      "the stacks that should have a preview, as a JSON list; empty if they are unknown",
    )
    .option("--problem <text>", "why nobody knows")
    .action(
      ends(async ({ previews, stacks, problem }) => {
        const { commentCommand } = await import("./commands/publish.ts");
        return commentCommand(env, previews, stacks === "" ? undefined : stackList(stacks), problem);
      }),
    );

  verb("drift-issues")
    .requiredOption("--previews <folder>", "a folder of folders of `preview --operation drift --out`")
    .action(
      ends(async ({ previews }) => {
        const { driftIssuesCommand } = await import("./commands/publish.ts");
        const { stackFiles } = await import("./stackFiles.ts");
        const stacks = stackFiles(context().project).map(({ stack }) => stack);
        return driftIssuesCommand(env, previews, stacks);
      }),
    );

  verb("lint").action(
    ends(async () => verdict((await import("./commands/lint.ts")).lintCommand(context().project))),
  );

  return line;
}

const STACK_FLAG = ["--stack <name>", "the stack"] as const;

const context = () => ({ project: projectFolder(process.cwd()), env });

/** The exit code of a command that answers yes or no. */
const verdict = (good: boolean) => (good ? 0 : 1);

const previewArgument = () =>
  new Argument(
    "<preview>",
    "a folder of `preview --out`, or a file of `pulumi preview --json`, or - for standard input",
  );

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
