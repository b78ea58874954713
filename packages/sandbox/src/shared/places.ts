import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, found from this file's own place: the folder of `Pulumi.yaml`. */
export const repository = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/\/$/, "");

/** Everything that the sandbox keeps between commands; git ignores it. */
export const sandboxFolder = join(repository, ".sandbox");
