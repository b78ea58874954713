import { fileURLToPath } from "node:url";

/** The repository, found from this file's own place: the folder of `Pulumi.yaml`. */
export const repository = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/\/$/, "");
