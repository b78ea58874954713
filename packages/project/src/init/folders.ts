import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { imageSourcesIn } from "../images/imagesFile.ts";
import type { Asker } from "./ask.ts";

/** Where the project is, and its front end where that has a folder of its own. */
export interface Folders {
  /** Undefined where nothing says it, and nobody can be asked. */
  backend: string | undefined;
  frontend: string | undefined;
}

/** A folder as messages name it. */
export const shownIn = (folder: string, path: string): string => relative(folder, path) || ".";

/** Says where the project is: by flags, by the images file, or by asking. `from` is the folder that flags are relative to. */
export async function foldersOf(
  flags: { backend?: string | undefined; frontend?: string | undefined },
  { from, fork, imagesFile }: { from: string; fork: string; imagesFile: string | undefined },
  asker: Asker | undefined,
): Promise<Folders> {
  const given = (folder: string | undefined) => (folder === undefined ? undefined : resolve(from, folder));
  const sources =
    flags.backend === undefined && imagesFile !== undefined ? imageSourcesIn(imagesFile) : undefined;
  const named = (one: { folder: string } | undefined) =>
    one === undefined ? undefined : join(fork, one.folder);
  const known = named(sources?.backend);
  const ui = named(sources?.frontend);
  const folders: Folders = {
    backend: given(flags.backend) ?? known,
    frontend: given(flags.frontend) ?? (ui !== undefined && existsSync(ui) ? ui : undefined),
  };
  if (asker === undefined || flags.backend !== undefined) return folders;
  const proposal = known === undefined ? "" : shownIn(from, known);
  const check = (folder: string) =>
    existsSync(resolve(from, folder)) && folder !== "" ? undefined : `There is no folder ${folder}.`;
  const backend = await asker.ask("Folder of the Django project", proposal, check);
  if (backend === proposal) return folders;
  const frontend = await asker.ask(
    "Folder of the Nuxt front end, if it has one of its own",
    "none",
    (folder) => (folder === "none" ? undefined : check(folder)),
  );
  return { backend: given(backend), frontend: frontend === "none" ? undefined : given(frontend) };
}
