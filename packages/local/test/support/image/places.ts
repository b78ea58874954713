/*
 * An image is built here without Docker: in a folder that stands for the root of its file system. What differs is in these tables.
 */

/** Folders of an image that commands name with their whole path. They are below the folder that stands for the root. */
const PLACES = ["/app", "/build", "/pnpm", "/venv"];

/** The command with the paths as they are here. */
export function placed(command: string, root: string): string {
  return PLACES.reduce(
    (text, place) => text.replaceAll(new RegExp(`(?<![\\w./-])${place}(?![\\w.-])`, "g"), root + place),
    command,
  );
}

/** Commands that aren't run, and why. */
export const NOT_RUN: readonly { command: RegExp; because: string }[] = [
  { command: /^useradd /, because: "only root may, and processes here have this machine's user" },
];

/** What the one who builds has set, and no image gets. */
export const NOT_PASSED_ON =
  /^(NODE_(?!EXTRA_CA_CERTS$)|VITEST|PYTHON|VIRTUAL_ENV$|PNPM_|npm_(?!config_)|INIT_CWD$|FORCE_COLOR$)/;
