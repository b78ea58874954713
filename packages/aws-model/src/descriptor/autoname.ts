/** How the provider names a resource that the program leaves unnamed. */
export interface Autoname {
  /** The property that gets the name. */
  property: string;
  maxLength: number;
  /** Between the logical name and the random digits. Defaults to `-`. */
  separator?: string;
  /** Number of random digits. Defaults to 7. */
  digits?: number;
  lowerCase?: true;
  prefix?: string;
  /** Appended when the given input is true. */
  suffixIf?: { input: string; suffix: string };
}
