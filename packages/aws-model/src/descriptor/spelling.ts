/** How AWS writes a text that the program may write differently. */
export type Written = (value: string) => string;

export const lowerCase: Written = (text) => text.toLowerCase();

export const domainName: Written = (name) => name.toLowerCase().replace(/\.$/, "");

export const protocol: Written = (name) =>
  ({ all: "-1", icmp: "1", tcp: "6", udp: "17", icmpv6: "58" })[name.toLowerCase()] ?? name.toLowerCase();
