/** The verbs of the pipelines, each with what it does. It imports nothing: the help of other command lines lists them too. */
export const VERBS = {
  stacks: "list the stacks that have a config file",
  request: "check a request before anything is done",
  create: "create an empty stack, if it doesn't exist",
  preview: "report what Pulumi would do to a stack",
  report: "print the report of a preview",
  guard:
    "refuse a preview that replaces or deletes something that holds data, unless that is allowed by name",
  "in-use": "refuse while other stacks use a base",
  apply: "do exactly what a kept preview showed, or nothing",
  recover: "finish what a killed update left open, or say what to find out first",
  "sandbox-preview": "report what a change would do, without any account",
  comment: "keep one comment with all previews on the pull request of this run",
  "drift-issues": "keep one issue for each stack that differs from its program",
  lint: "check the workflows with actionlint and zizmor",
} as const;
