/** A DNS name as it is compared: in small letters, without the dot at its end. */
export const dnsName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** What an alias or a CNAME points to, as it is compared: `dualstack.` only asks for IPv6 too. */
export const targetName = (name: string): string => dnsName(name).replace(/^dualstack\./, "");
