import { firstAddress, readBlock } from "../network/blocks.ts";

/** What a value must look like: what is wrong with it otherwise, given the name of its field. */
export type Shape = (value: string, field: string) => string | undefined;

/** Everything that shapes object to in a value. */
export const misshapen = (shapes: readonly Shape[], value: string, field: string): string[] =>
  shapes.map((shape) => shape(value, field)).filter((problem) => problem !== undefined);

// The next three read as the Terraform SDK's validators do, which most of the provider's checks are made of.

export const between =
  (least: number, most: number): Shape =>
  (value, field) =>
    value.length < least || value.length > most
      ? `expected length of ${field} to be in the range (${least} - ${most}), got ${value}`
      : undefined;

export const matches =
  (pattern: RegExp, meaning?: string): Shape =>
  (value, field) => {
    if (pattern.test(value)) return undefined;
    return meaning === undefined
      ? `expected value of ${field} to match regular expression ${JSON.stringify(pattern.source)}, got ${value}`
      : `invalid value for ${field} (${meaning})`;
  };

export const matchesNot =
  (pattern: RegExp, meaning: string): Shape =>
  (value, field) =>
    pattern.test(value) ? `invalid value for ${field} (${meaning})` : undefined;

export const within =
  (least: number, most: number): Shape =>
  (value, field) =>
    Number(value) < least || Number(value) > most
      ? `expected ${field} to be in the range (${least} - ${most}), got ${value}`
      : undefined;

export const atMostNumber =
  (most: number): Shape =>
  (value, field) =>
    Number(value) > most ? `expected ${field} to be at most (${most}), got ${value}` : undefined;

export const oneOf =
  (allowed: readonly (string | number)[]): Shape =>
  (value, field) =>
    allowed.map(String).includes(value)
      ? undefined
      : `expected ${field} to be one of [${allowed.map((one) => JSON.stringify(one)).join(" ")}], got ${value}`;

/** A block of addresses, from its first one on, of a length. Those of the wrong family are left to AWS. */
export const networkBlock =
  (least: number, most: number): Shape =>
  (value, field) => {
    const block = readBlock(value);
    if (!block)
      return `expected ${field} to contain a valid CIDR, got: ${value} with err: invalid CIDR address: ${value}`;
    const first = firstAddress(block);
    if (first !== block.address)
      return `expected ${field} to contain a valid network CIDR, expected ${first}/${block.prefix}, got ${value}`;
    return block.prefix < least || block.prefix > most
      ? `expected "${field}" to contain a network CIDR with between ${least} and ${most} significant bits, got: ${block.prefix}`
      : undefined;
  };

/** The same where the provider asks for nothing but a block, with how it calls one. */
export const anyBlock =
  (what: string): Shape =>
  (value) => {
    const block = readBlock(value);
    if (!block) return `"${value}" is not a valid CIDR block: invalid CIDR address: ${value}`;
    const first = firstAddress(block);
    return first === block.address
      ? undefined
      : `"${value}" is not a valid ${what}; did you mean "${first}/${block.prefix}"?`;
  };

/** Fine as soon as one of the shapes is; otherwise everything that they say. */
export const anyOf =
  (...shapes: readonly Shape[]): Shape =>
  (value, field) => {
    const problems = misshapen(shapes, value, field);
    return problems.length < shapes.length ? undefined : problems.join("\n");
  };

// And these in words of their own: `%q` is the field in quotes, `%v` the value in quotes, `%s` the value as it is.

export const unless =
  (pattern: RegExp, message: string): Shape =>
  (value, field) =>
    pattern.test(value) ? undefined : said(message, value, field);

export const when =
  (pattern: RegExp, message: string): Shape =>
  (value, field) =>
    pattern.test(value) ? said(message, value, field) : undefined;

export const atMost =
  (most: number, message: string): Shape =>
  (value, field) =>
    value.length > most ? said(message, value, field) : undefined;

const said = (message: string, value: string, field: string): string =>
  message.replaceAll(/%[qsv]/g, (mark) =>
    mark === "%s" ? value : JSON.stringify(mark === "%q" ? field : value),
  );
