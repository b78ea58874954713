import type { Change } from "./rule.ts";

export const bytes = (value: string): number => Buffer.byteLength(value, "utf8");

export const creating = (change: Change, thing: string, name: unknown): string =>
  `${change.action === "create" ? "creating" : "updating"} ${thing} (${name})`;
