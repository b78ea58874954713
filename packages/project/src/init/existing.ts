import { isMap, parseDocument } from "yaml";
import type { Answer } from "./settle/answers.ts";
import { PLACEHOLDERS } from "./settle/answers.ts";

/** What a base's file says already, so that nobody is asked for it again. */
export interface Existing {
  region: Answer | undefined;
  domain: Answer | undefined;
  zoneId: Answer | undefined;
  isTrial: boolean;
}

/** Reads the answers that are in the file of a base. What stands there for people to change is no answer. */
export function answersIn(project: string, text: string | undefined): Existing {
  const config = text === undefined ? undefined : parseDocument(text, { logLevel: "error" }).get("config");
  const { domain } = PLACEHOLDERS;
  const placeholders = domain === "trial" ? [] : [domain.name.value, domain.zoneId.value];
  const said = (key: string): Answer | undefined => {
    const value = isMap(config) ? config.get(key) : undefined;
    return typeof value !== "string" || placeholders.includes(value)
      ? undefined
      : { value, isPlaceholder: false };
  };
  const region = said("aws:region");
  return {
    // The region of the committed file is a placeholder that many people have no need to change.
    region: region !== undefined && /aws:region:.*# CHANGE/.test(text ?? "") ? undefined : region,
    domain: said(`${project}:domainName`),
    zoneId: said(`${project}:zoneId`),
    isTrial: isMap(config) && config.has(`${project}:trial`),
  };
}
