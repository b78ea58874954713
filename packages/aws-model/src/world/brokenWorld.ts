import { UserError } from "@ublog/terminal/errors";

/** SQLite's result codes that don't come from the program. */
const CAUSES: Readonly<Record<number, string>> = {
  8: "it can't be written: make it, and its folder, writable",
  10: "the disk can't be read or written",
  13: "the disk is full: make room",
  14: "it can't be opened: it must be a file that you may read and write",
};

/** An error of SQLite at the world in a file, for the person at the keyboard; any other error as it is. */
export function worldError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ERR_SQLITE_ERROR") return error;
  // The low byte; the others only add detail.
  const cause = CAUSES[((error as { errcode?: number }).errcode ?? 0) & 0xff];
  return new UserError(
    cause === undefined
      ? `${path} is not a world of the sandbox, or one of another version (${error.message}). \`npx -y pnpm@12 sandbox reset\` forgets the whole sandbox and starts over.`
      : `The sandbox's world is in ${path}, and ${cause}.`,
    { cause: error },
  );
}
