/** The verbs between a project and its environment, each with what it does. It imports nothing: the help of other command lines lists them too. */
export const VERBS = {
  init: "write the stack files for a Django project: what they say is read off the project, which isn't run, and asked for",
  build: "build the images of a stack from what is committed, and push them to its registry",
  secrets: "set, list and take out the secrets of an app; values are asked for, and never shown",
  config: "list, explain and change the settings of a stack, checked before they are written",
  doctor: "ask what would stand in the way of an `up` or a release, and say what to do about it",
  images: "which images the workflow [CI] Images builds, of what and where",
} as const;
