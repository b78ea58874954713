const unread = new Set<object>();

/**
 * What was begun goes on when nobody reads any more what it says, for example behind `| head`: a write that fails ends nothing.
 * Every entry of a command line calls it before it does anything else.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on("error", () => unread.add(output));
}

/** Whether a write to an output of this process has failed, so that what only writes may as well end. */
export function isUnread(output: object): boolean {
  return unread.has(output);
}
