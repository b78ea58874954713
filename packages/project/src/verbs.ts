/** The verbs between a project and its environment, each with what it does. It imports nothing: the help of other command lines lists them too. */
export const VERBS: Readonly<Record<string, string>> = {};
