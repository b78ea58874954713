import { overrideLine } from "../guard.ts";
import type { Preview } from "../preview.ts";
import { EVERYTHING, type Held, isFirm, type Lift, liftOf } from "../protection.ts";
import { STATEFUL } from "../stateful.ts";
import { shortType } from "../urn.ts";

/** What an update can't get past, and the way out. Plain text, for a page, a log or an annotation. */
export function protectionText(
  { stack, operation }: Pick<Preview, "stack" | "operation">,
  held: readonly Held[],
): string {
  const isDestroy = operation === "destroy";
  const steps = [...liftingSteps(stack, held), ...(isDestroy ? [] : changeAgain(held))];
  if (isDestroy) steps.push([`Then destroy ${stack} again.`]);
  return [
    isDestroy
      ? `${stack} can't be destroyed while these are protected. Nothing was changed.`
      : `${stack} can't be changed like this: it would lose what is protected. Nothing was changed.`,
    ...held.map(line),
    "",
    ...(isDestroy ? [] : keeping(held)),
    isDestroy
      ? "Take the protection off first:"
      : "To lose it, take the protection off first, by itself. Together with this\nchange it comes too late: AWS goes by what is on now, and up fails half-way.",
    ...steps.flatMap(([text, ...lines], index) => [
      `  ${index + 1}. ${text}`,
      ...lines.map((one) => `       ${one}`),
    ]),
  ].join("\n");
}

/** What has to be emptied before it is deleted, which no preview can see. Undefined where nothing has to. */
export function contentsText(stack: string, resources: readonly Held[]): string | undefined {
  const full = resources.filter(({ obstacles }) => obstacles.some(({ by }) => by === "contents"));
  if (full.length === 0) return undefined;
  const names = full.map(({ name, type }) => `\`${name}\` (${shortType(type)})`).join(", ");
  const ways = full.map((one) => {
    const lift = liftOf(one);
    if (lift !== undefined) return `set \`${settingText(lift)}\` in Pulumi.${stack}.yaml`;
    const property = one.obstacles.find(({ by }) => by === "contents")?.property;
    return `set \`${property}\` of \`${one.name}\` to true in its program`;
  });
  return `AWS deletes ${names} only when there is nothing in it, which a preview can't see. Empty it before, or ${[...new Set(ways)].join(", and ")} and run up before. Otherwise this ends in an error when its turn comes.`;
}

function line({ name, type, action, obstacles }: Held): string {
  const properties = obstacles.filter(isFirm).map(({ property }) => property);
  return `  ${name} (${shortType(type)})${action === undefined ? "" : `, ${action}`}: ${properties.join(", ")}`;
}

function keeping(held: readonly Held[]): string[] {
  const causes = [...new Set(held.flatMap(({ replacedBecause = [] }) => replacedBecause))];
  const replaced = causes.length === 0 ? [] : [`take back what replaces it (${causes.join(", ")})`];
  const deleted = held.some(({ action }) => action === "delete") ? ["leave it in the program"] : [];
  const ways = [...replaced, ...deleted];
  return ways.length === 0 ? [] : [`To keep it, ${ways.join(", and ")}.`];
}

const settingText = ({ setting, value }: Lift): string => `ublog:${setting}: ${value}`;

/** What takes a protection off, one step for each place where it is on. */
function liftingSteps(stack: string, held: readonly Held[]): string[][] {
  const settings = held.map(liftOf).flatMap((lift) => (lift === undefined ? [] : [settingText(lift)]));
  const everything = settingText(EVERYTHING);
  const others = held.filter((one) => liftOf(one) === undefined);
  const properties = others.flatMap(({ name, obstacles }) =>
    obstacles.filter(({ by }) => by === "aws").map(({ property }) => `${name}: ${offText(property)}`),
  );
  const protectedOnes = others.filter(({ obstacles }) => obstacles.some(({ by }) => by === "pulumi"));
  const steps = [
    [
      `Write this into Pulumi.${stack}.yaml, and nothing else, and run up:`,
      // It lifts what the others lift.
      ...(settings.includes(everything) ? [everything] : new Set(settings)),
    ],
    ["Change this in the program, and nothing else, and run up:", ...properties],
    [
      "Take the option `protect` away in the program and run up, or lift it in the state:",
      ...protectedOnes.map(({ urn }) => `pulumi state unprotect '${urn}' --yes --stack ${stack}`),
    ],
  ];
  return steps.filter(({ length }) => length > 1);
}

/** How to turn off a property by which AWS refuses. */
function offText(property: string): string {
  return property === "skipFinalSnapshot"
    ? "give it a finalSnapshotIdentifier, or set skipFinalSnapshot to true"
    : `set ${property} to false`;
}

/** What to do once the protection is off. */
function changeAgain(held: readonly Held[]): string[][] {
  const lines = held.filter(({ type }) => type in STATEFUL).map(({ urn }) => overrideLine(urn));
  const isSetting = held.some((one) => liftOf(one) !== undefined);
  return [
    lines.length === 0
      ? ["Then this change again."]
      : ["Then this change again, with this in the description of its pull request:", ...lines],
    ...(isSetting ? [["When it is done, put the protection back, and run up."]] : []),
  ];
}
