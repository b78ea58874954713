/** A DNS name as it is compared: in small letters, without the dot at its end. */
export const dnsName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** What an alias or a CNAME points to, as it is compared: `dualstack.` only asks for IPv6 too. */
export const targetName = (name: string): string => dnsName(name).replace(/^dualstack\./, "");

/** The full name of a record that a program may give with or without its zone's. Without a zone, the name as it is. */
export function nameInZone(given: string, zone: string): string {
  const name = dnsName(given);
  if (zone === "" || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}
