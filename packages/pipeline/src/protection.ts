import { cloudResources, type State, type StateResource } from "./state.ts";
import { parseUrn } from "./urn.ts";

/** A resource that refuses to be destroyed, and what lifts that. */
export interface Protected {
  urn: string;
  name: string;
  type: string;
  /** `protect`, or the property by which AWS refuses. */
  by: string;
}

/** The properties by which AWS refuses to delete something. */
const PROPERTIES = ["deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection"];

/** The resources of a stack that a destroy would stop at. */
export function protectedResources(state: State): Protected[] {
  return cloudResources(state).flatMap((resource) => {
    const by = protectionOf(resource);
    const { type, name } = parseUrn(resource.urn);
    return by === undefined ? [] : [{ urn: resource.urn, name, type, by }];
  });
}

function protectionOf({ protect, inputs }: StateResource): string | undefined {
  // What AWS protects by a setting, the components protect in Pulumi too: the setting lifts both.
  const byAws = PROPERTIES.find((property) => inputs?.[property] === true);
  return byAws ?? (protect === true ? "protect" : undefined);
}
