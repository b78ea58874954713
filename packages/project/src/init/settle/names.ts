/** Longest name of a process, as the library takes it. */
const MAX_NAME = 40;

/** A name that a process may have, made of one that a file gives it. */
export function processName(given: string, taken: ReadonlySet<string>): string {
  const plain =
    given
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, "-")
      .replace(/^[^a-z]+/, "")
      .slice(0, MAX_NAME)
      .replace(/[^a-z0-9]+$/, "") || "process";
  if (!taken.has(plain)) return plain;
  for (let nth = 2; ; nth++) if (!taken.has(`${plain}-${nth}`)) return `${plain}-${nth}`;
}

/** What the app's own processes are called: none of a project's may have these names. */
export const RESERVED = [
  "gunicorn",
  "frontend",
  "web-ui",
  "beat",
  "update",
  "backend-update",
  "backend_update",
];
