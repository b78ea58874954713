import { fileURLToPath } from "node:url";

/** The folder of a server's manifest and lockfile. */
export const manifestFolder = (server: string) =>
  fileURLToPath(new URL(`../../servers/${server}`, import.meta.url));
