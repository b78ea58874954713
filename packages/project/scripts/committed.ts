/* Writes the stack files that are committed, as `init` writes them for the starter with placeholders. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { committedTexts, contractVariables } from "../src/init/write/texts.ts";

const folder = resolve(import.meta.dirname, "../../..");
const texts = committedTexts({ folder, project: "ublog" }, await contractVariables());
if (texts === undefined) throw new Error("There is no starter.");
writeFileSync(join(folder, "Pulumi.base.yaml"), texts.base);
writeFileSync(join(folder, "Pulumi.alpha.yaml"), texts.app);
writeFileSync(join(folder, ".ublog.yaml"), texts.images);
