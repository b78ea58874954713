/** The resource's own type: `urn:pulumi:stack::project::parent$type::name`. */
export const typeOf = (urn: string): string => mainToken((urn.split("::")[2] ?? "").split("$").pop() ?? "");

/** The token under which the sandbox knows a type or a function: what is in `aws.alb` is in `aws.lb` too. */
export const mainToken = (token: string): string => token.replace(/^aws:alb\//, "aws:lb/");

/** The resource's logical name. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
