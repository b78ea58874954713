import { OPTIONS } from "@ublog/app-update/src/arguments.ts";
import { type CommandLine, commandLine } from "@ublog/terminal/commandLine";
import { DRY_RUN_FLAG, JSON_FLAG } from "@ublog/terminal/flags";
import { Option } from "commander";
import { IMAGES } from "pulumi-aws-django/vocabulary";
import type { InitOptions } from "./commands/init.ts";
import { foldersOption, imagesArgument } from "./images/arguments.ts";
import { configVerb, secretsVerb } from "./settingsVerbs.ts";
import { VERBS } from "./verbs.ts";

/** The command line: takes its arguments and answers with the exit code. */
export async function main(args: readonly string[], name = "project"): Promise<number> {
  return await project(name).run(args);
}

/** Each verb's options here, its story in `commands/`, loaded when it is called. */
export function project(name = "project"): CommandLine<keyof typeof VERBS> {
  const line = commandLine(name, VERBS, 2);
  const { program, verb, ends } = line;
  program.description(
    "From a Django project to an environment: settings, images, secrets, and what stands in the way.",
  );

  verb("init")
    .option("--backend <folder>", "the checkout of the Django project; otherwise the one in .ublog.yaml")
    .option("--frontend <folder>", "the checkout of the Nuxt front end, where it isn't in the same folder")
    .option("--settings <module>", "the settings of production, where the project has several")
    .option("-s, --stack <name>", "the stack of the environment", "alpha")
    .option("--region <region>", "the AWS region")
    .option("--domain <name>", "the domain; the environment answers at a subdomain of it")
    .option("--zone <id>", "the Route 53 zone of the domain; otherwise looked up in the account")
    .option("--trial", "no domain: HTTP on the load balancer's own name, for a try")
    .option("--celery", "there is Celery, even if the project doesn't show it")
    .option("--no-celery", "there is no Celery")
    .option("--write", "also change settings in files that somebody has changed")
    .option("-y, --yes", "ask nothing: take flags, and what was found")
    .option(...JSON_FLAG)
    .option(...DRY_RUN_FLAG)
    .action(ends(async (options: InitOptions) => (await import("./commands/init.ts")).init(options)));

  verb("build")
    .addArgument(imagesArgument())
    .requiredOption("--stack <name>", "the stack")
    .addOption(OPTIONS.version())
    .option("--push", "push the images to the stack's registry (default)")
    .option("--no-push", "keep the images on this machine: without an account")
    .option("--github-cache", "keep layers in GitHub's cache: in a workflow that hands its token on")
    .addOption(foldersOption())
    .addOption(OPTIONS.region())
    .option(...DRY_RUN_FLAG)
    .option(...JSON_FLAG)
    .action(ends(async (images, flags) => (await import("./commands/build.ts")).buildCommand(images, flags)));

  secretsVerb(verb("secrets"), ends);
  configVerb(verb("config"), ends);

  verb("doctor")
    .option("-s, --stack <name>", "only this stack, with its base or what stands on it")
    .addOption(Object.assign(OPTIONS.version(), { description: "look for its images too" }))
    .addOption(
      new Option("--only <question>", "only this question (may be given several times)").argParser(
        (id, former: string[] = []) => [...former, id],
      ),
    )
    .option(...JSON_FLAG)
    .action(ends(async (options) => (await import("./commands/doctor.ts")).doctor(options)));

  const images = verb("images")
    .option("--stack <name>", "the stack (default: any, where all want the same)")
    .option("--version <ref>", "what to check out for all images: a git tag, branch or commit")
    .option("--tag <tag>", "the git tag of this repository that was pushed");
  for (const image of Object.keys(IMAGES))
    images.option(`--${image} <ref>`, `what to check out for ${image}`);
  images.action(ends(async (flags) => (await import("./commands/images.ts")).imagesCommand(flags)));

  return line;
}
