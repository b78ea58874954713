import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { askHidden, type Keyboard } from "@ublog/terminal/askHidden";
import { UserError } from "@ublog/terminal/errors";
import { systemCause } from "@ublog/terminal/explain";

/** Where a value comes from, and what a person should know about it. */
export interface SecretValue {
  value: string;
  /** Of a value, without showing it. */
  notes: string[];
}

/** Where values are read. */
export interface ValueSource {
  keyboard: Keyboard;
  screen: { write(text: string): unknown };
  env: NodeJS.ProcessEnv;
}

/** The longest value that Secrets Manager keeps, in bytes. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
export const LONGEST = 65_536;

/**
 * The value of a secret: of a file, asked for on a terminal, or from standard input. One line end behind it doesn't count: `echo` and
 * editors write one.
 */
export async function readSecretValue(
  name: string,
  fromFile: string | undefined,
  { keyboard, screen, env }: ValueSource,
): Promise<SecretValue> {
  if (fromFile !== undefined) return checked(name, fileAt(fromFile, env), `the file ${fromFile}`);
  if (!keyboard.isTTY) return checked(name, await buffer(keyboard), "standard input");
  const typed = await askHidden(`Value of ${name} (not shown): `, keyboard, screen);
  return checked(name, Buffer.from(typed), "the terminal");
}

/** A file that a person names: below the folder in which the person is, which is not where a package's script runs. */
function fileAt(path: string, env: NodeJS.ProcessEnv): Buffer {
  const file = resolve(env.INIT_CWD ?? process.cwd(), path);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(
      `--from-file: ${systemCause(Object.assign(error as Error, { path: file })) ?? `${file} can't be read.`}`,
    );
  }
}

function checked(name: string, given: Buffer, where: string): SecretValue {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(given);
  } catch {
    throw new UserError(
      `${name}: what came from ${where} is not text in UTF-8, and an environment variable can't be anything else. Encode it, for example with \`base64 -w0\`, and let the settings decode it.`,
    );
  }
  const value = text.replace(/\r?\n$/, "");
  if (value === "")
    throw new UserError(
      `${name}: ${where} is empty, and AWS keeps no empty secret. For no secret at all: \`secrets unset ${name}\`.`,
    );
  if (value.includes("\0"))
    throw new UserError(
      `${name}: the value has a zero byte in it, which no environment variable can have. Encode it, for example with \`base64 -w0\`.`,
    );
  const size = Buffer.byteLength(value);
  if (size > LONGEST)
    throw new UserError(
      `${name}: the value has ${size} bytes, and Secrets Manager keeps ${LONGEST} at most. Put it into a file of the bucket or split it.`,
    );
  return { value, notes: notesOn(text, value) };
}

function notesOn(text: string, value: string): string[] {
  const lines = value.split("\n").length;
  return [
    ...(text === value ? [] : ["The line end behind the value was left out."]),
    ...(lines > 1 ? [`The value has ${lines} lines.`] : []),
    ...(/^\s|\s$/.test(value)
      ? ["The value begins or ends with a space or a line end, which is part of it."]
      : []),
    ...(/^(["']).*\1$/s.test(value) ? ["The value is in quotes, which are part of it."] : []),
  ];
}
