/** The resource's own type: `urn:pulumi:stack::project::parent$type::name`. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").pop() ?? "";

/** The resource's logical name. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
