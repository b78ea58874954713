import type { Protected } from "../protection.ts";
import { shortType } from "../urn.ts";

/** What stands in the way of a destroy, and how it is lifted. Plain text. */
export function protectionText(stack: string, held: readonly Protected[]): string {
  const byPulumi = held.filter(({ by }) => by === "protect");
  const byAws = held.filter(({ by }) => by !== "protect");
  return [
    `${stack} can't be destroyed while these are protected. Nothing was changed.`,
    ...held.map(({ name, type, by }) => `  ${name} (${shortType(type)}): ${by}`),
    ...(byAws.length === 0
      ? []
      : [
          "",
          `AWS itself protects ${byAws.map(({ name }) => name).join(", ")}. Lift it in Pulumi.${stack}.yaml, for a base with`,
          `  pulumi config set durability disposable --stack ${stack}`,
          "then run up, then destroy.",
        ]),
    ...(byPulumi.length === 0
      ? []
      : [
          "",
          "Pulumi protects the others. Take the option `protect` away in the program and run up, or lift it in the state:",
          ...byPulumi.map(({ urn }) => `  pulumi state unprotect '${urn}' --yes --stack ${stack}`),
        ]),
  ].join("\n");
}
