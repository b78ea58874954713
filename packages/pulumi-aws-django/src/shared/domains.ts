import type * as pulumi from "@pulumi/pulumi";
import { type Problem, wrongValue } from "./errors.ts";
import { plainValue } from "./inputs.ts";

/** Whether the text is a host name of two labels or more, in small letters, without a dot at the end. */
export function isDomainName(text: string): boolean {
  const labels = String(text).split(".");
  return (
    String(text).length <= 253 &&
    labels.length >= 2 &&
    labels.every(isDnsLabel) &&
    /[a-z]/.test(labels.at(-1) ?? "")
  );
}

/** Whether the text is one part of a host name. */
export function isDnsLabel(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** Whether a name is the domain or anywhere below it, and so in its zone. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** Whether a certificate for a domain and its direct subdomains covers the name: a wildcard matches exactly one label. */
export function isCovered(name: string, domain: string): boolean {
  return isWithin(name, domain) && name.split(".").length <= domain.split(".").length + 1;
}

/**
 * The problem, as a list, where a host name is given and isn't one. The remedy is followed by the name that was probably meant, or by the
 * example.
 */
export function checkDomainName(
  path: string,
  input: pulumi.Input<string> | undefined,
  remedy: string,
  example: string,
): Problem[] {
  const value = plainValue(input);
  if (value === undefined || isDomainName(value)) return [];
  const text = String(value);
  return [wrongValue(path, value, `${hint(text)}${remedy}: "${meantName(text) ?? example}".`)];
}

/** What the remedy doesn't say. */
function hint(text: string): string {
  if (text.split(".").some((label) => label.length > 63))
    return "No part between two dots may have more than 63 characters. ";
  if (text.includes("_")) return "There are no underscores in host names. ";
  return "";
}

/** The host name in `https://Shop.Example.com/`; a name with letters like ü in the form that DNS uses. */
function meantName(text: string): string | undefined {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  const name = url?.hostname.replace(/\.$/, "") ?? "";
  return isDomainName(name) ? name : undefined;
}

/** A name that isn't in the base's domain, whose records would land in the wrong zone, as a list. */
export function checkWithin(
  path: string,
  name: pulumi.Input<string> | undefined,
  domainName: pulumi.Input<string> | undefined,
): Problem[] {
  const value = plainValue(name);
  const domain = plainValue(domainName);
  if (value === undefined || domain === undefined || !isDomainName(value) || !isDomainName(domain)) return [];
  if (isWithin(value, domain)) return [];
  const remedy = `Its records are made in the zone of ${domain}. Write that domain or a name below it.`;
  return [wrongValue(path, value, remedy)];
}
