import type { Problem } from "pulumi-aws-django";
import * as z from "zod";
import { MAX_NAME, nameOf, type StackName } from "./names.ts";

/** The config of a bootstrap stack. */
export interface BootstrapConfig {
  program: "bootstrap";
  /** Prefix of the image repositories and roles: the name of the Pulumi project. */
  project: string;
  /**
   * The GitHub repository as its tokens name it: `owner/name`, or `owner@id/name@id` for one that was made or renamed since
   * July 2026. https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens
   */
  repository: string;
  /**
   * The branch whose workflows may change stacks, release apps and look for drift; pull requests may look from any. Defaults to
   * `main`. Change the branch of the GitHub environments with it.
   */
  branch: string;
  /**
   * The git tags whose workflows may build and push images besides those of `branch`, as a pattern in which `*` is anything. Defaults
   * to `v*`. Whoever may push such a tag may push images: protect them (_Settings, Rules_).
   */
  imageTags: string;
  /** The stacks that the workflows change: each has a GitHub environment of its name. */
  stacks: string[];
  /** The ones among them that app-update releases to. */
  apps: string[];
  /** What the names of a stack's resources begin with, by stack, for those that set `ublog:name`. */
  names: Record<string, string>;
  /** Name of the bucket for Pulumi's state, where it is kept in one. */
  stateBucket?: string;
  /** The account's provider of GitHub identities, where there is one already: an account can have only one. */
  oidcProviderArn?: string;
}

const stackName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "Write the name of a stack, in lower-case letters, digits and hyphens");

/** What can be set, by name. */
export const bootstrapValidators: Record<string, z.ZodType> = {
  program: z.literal("bootstrap"),
  repository: z
    .string()
    .regex(
      /^[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/,
      "Write owner/name, or owner@id/name@id for a repository made or renamed since July 2026",
    )
    .describe("Write the GitHub repository: pulumi config set ublog:repository owner/name."),
  branch: z
    .string()
    .regex(
      /^(?!refs\/)[\w.-]+(\/[\w.-]+)*$/,
      "Write the name of one branch, for example main, without refs/heads/",
    )
    .optional(),
  imageTags: z
    .string()
    .regex(
      /^(?!refs\/)[\w.*-]+(\/[\w.*-]+)*$/,
      "Write a pattern of git tags in which * is anything, for example v*, without refs/tags/",
    )
    .optional(),
  stacks: z
    .array(stackName)
    .min(1, "Write at least one stack, for example [base, alpha]")
    .describe("Write the stacks that the workflows change, for example [base, alpha]."),
  apps: z.array(stackName).optional(),
  names: z
    .record(
      z.string(),
      z.string().regex(new RegExp(`^[a-z][a-z0-9-]{0,${MAX_NAME - 1}}$`), "Write the stack's ublog:name"),
    )
    .optional(),
  stateBucket: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "Write a bucket name: 3 to 63 lower-case letters, digits, dots, hyphens",
    )
    .optional(),
  oidcProviderArn: z
    .string()
    .regex(
      /^arn:[\w-]+:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
      "Write arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com",
    )
    .optional(),
};

/** Config whose settings have the right names and types, with defaults. */
export function bootstrapConfig(project: string, values: Record<string, unknown>): BootstrapConfig {
  const given = values as Partial<BootstrapConfig> & Pick<BootstrapConfig, "repository" | "stacks">;
  return {
    ...given,
    program: "bootstrap",
    project,
    branch: given.branch ?? "main",
    imageTags: given.imageTags ?? "v*",
    apps: given.apps ?? [],
    names: given.names ?? {},
  };
}

/** The stack, with what the names of its resources begin with. */
export function stackNameOf({ project, names }: BootstrapConfig, stack: string): StackName {
  return { stack, name: nameOf(project, stack, names[stack]) };
}

/** Conflicts between settings that are each right by themselves. */
export function checkBootstrap(config: BootstrapConfig): Problem[] {
  const { project, repository, stacks, apps, names, stateBucket } = config;
  const all = stacks.map((stack) => stackNameOf(config, stack));
  const ids = repository.split("/").filter((part) => part.includes("@"));
  return [
    ...(ids.length === 1
      ? [
          {
            path: "repository",
            reason: `is "${repository}". Write both ids (owner@id/name@id) or none (owner/name).`,
          },
        ]
      : []),
    ...all
      .filter(({ name }) => ownRoles(project).some((role) => overlap(`${name}-`, role)))
      .map(({ stack, name }) => ({
        path: stack in names ? `names.${stack}` : "stacks",
        reason: `has "${stack}", whose resources are named ${name}-…, and some of the workflows' own roles are too (${ownRoles(project).join("…, ")}…). Choose another name.`,
      })),
    ...all
      .filter(({ stack }) => roleOf(project, "release", stack).length > MAX_ROLE_NAME)
      .map(({ stack }) => ({
        path: "stacks",
        reason: `has "${stack}", of which the role ${roleOf(project, "release", stack)} would be made. IAM takes ${MAX_ROLE_NAME} characters: choose a shorter name.`,
      })),
    ...all
      .filter(({ name }) => stateBucket?.startsWith(`${name}-`))
      .map(({ stack, name }) => ({
        path: "stateBucket",
        reason: `is "${stateBucket}", which the role of "${stack}" could change as one of its own buckets, ${name}-…. Choose another name.`,
      })),
    ...Object.keys(names)
      .filter((stack) => !stacks.includes(stack))
      .map((stack) => ({
        path: "names",
        reason: `has "${stack}", which is not one of stacks (${stacks.join(", ")}).`,
      })),
    ...apps
      .filter((app) => !stacks.includes(app))
      .map((app) => ({
        path: "apps",
        reason: `has "${app}", which is not one of stacks (${stacks.join(", ")}).`,
      })),
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ROLE_NAME = 64;

/** Name of the role with which the workflows deploy a stack, or release to it. */
export const roleOf = (project: string, task: "deploy" | "release", stack: string) =>
  `${project}-${task}-${stack}`;

/** Name of the role with which the workflows push images. */
export const imagesRole = (project: string) => `${project}-images`;

/** What the names of these roles begin with. */
const ownRoles = (project: string) => [roleOf(project, "deploy", ""), roleOf(project, "release", "")];

/** Whether something may begin with both. */
const overlap = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);
