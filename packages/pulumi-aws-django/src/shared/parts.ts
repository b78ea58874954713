import type { Problem } from "./errors.ts";

/** A part that can be turned off. Only `enabled` does so: that it has settings means nothing. */
export interface Part {
  enabled?: boolean;
}

/** Where the settings of a part are, and whether it is on by default. */
interface PartOf<Args> {
  of: (args: Args) => Part | undefined;
  byDefault: boolean | ((args: Args) => boolean);
}

/** The questions to ask about the parts of a component, by their paths. */
export function partsOf<Args>() {
  return <Path extends string>(parts: Record<Path, PartOf<Args>>) => {
    /** Whether a part is on. */
    const has = (path: Path, args: Args): boolean => {
      const { of, byDefault } = parts[path];
      return of(args)?.enabled ?? (typeof byDefault === "boolean" ? byDefault : byDefault(args));
    };
    const paths = Object.keys(parts) as Path[];
    /** Settings of parts that are off. */
    const checkParts = (args: Args): Problem[] =>
      paths.flatMap((path) => (has(path, args) ? [] : checkDisabled(path, parts[path].of(args))));
    return { has, checkParts };
  };
}

/** Settings of a part that isn't turned on: they would do nothing. */
export function checkDisabled(path: string, part: Part | undefined): Problem[] {
  const { enabled, ...settings } = part ?? {};
  if (enabled === true) return [];
  const names = Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length === 0) return [];
  const reason = `is off, and has ${names.join(", ")}. Write \`${path}.enabled: true\`, or take ${names.length === 1 ? "that" : "these"} out.`;
  return [{ path, reason }];
}
