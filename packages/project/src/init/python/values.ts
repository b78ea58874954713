/** What Python source says without being run: the literals of it, and for everything else that it isn't known. */
export type PyValue = string | number | boolean | null | PyValue[] | PyDict | Unknown;

export interface PyDict {
  [key: string]: PyValue;
}

/** A value that only running the code would show. */
export class Unknown {
  /** The source text of it, for looking whether something is mentioned. */
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export const isDict = (value: PyValue | undefined): value is PyDict =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

/** The texts of a list, without what isn't known. */
export const textsOf = (value: PyValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** The text at a path of a nested dict; undefined where there is none. */
export function textAt(value: PyValue | undefined, ...path: string[]): string | undefined {
  const found = path.reduce<PyValue | undefined>(
    (at, key) => (isDict(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
  return typeof found === "string" ? found : undefined;
}

/** Whether a value mentions a word anywhere, in literals or in source that isn't understood. */
export function mentions(value: PyValue | undefined, word: RegExp): boolean {
  if (typeof value === "string") return word.test(value);
  if (value instanceof Unknown) return word.test(value.source);
  if (Array.isArray(value)) return value.some((one) => mentions(one, word));
  return isDict(value) && Object.entries(value).some(([key, one]) => word.test(key) || mentions(one, word));
}

/** A value of its own, which can be changed without changing the other. */
export function copyOf(value: PyValue): PyValue {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isDict(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)]));
}
