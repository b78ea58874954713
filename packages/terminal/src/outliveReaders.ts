const unread = new Set<object>();

/**
 * What was begun goes on when nobody reads its output any more, for example behind `| head`: a failed write ends nothing.
 * Every entry of a command line calls it before it does anything else.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on("error", () => unread.add(output));
}

/** Whether a write to an output of this process has failed, so that what only writes may as well end. */
export function isUnread(output: object): boolean {
  return unread.has(output);
}
