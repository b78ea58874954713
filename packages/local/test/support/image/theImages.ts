import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../../src/processes/temporaryFolder.ts";
import { basePrograms } from "./basePrograms.ts";
import { type BuiltImage, buildImage } from "./buildImage.ts";

const packages = fileURLToPath(new URL("../../../../", import.meta.url));

/** The folder of the starter. */
export const STARTER = join(packages, "starter");

/** The starter's images, as their Dockerfiles make them. */
export async function theImages(): Promise<{ backend: BuiltImage; frontend: BuiltImage; remove(): void }> {
  const { folder, remove } = temporaryFolder(tmpdir(), "ublog-image-");
  try {
    const programsOf = await basePrograms(join(folder, "base"));
    const build = (image: string, contexts: Record<string, string>) => {
      const into = join(folder, image);
      mkdirSync(into);
      return buildImage(join(STARTER, image), { into, contexts, programsOf });
    };
    const [backend, frontend] = await Promise.all([
      build("backend", { kit: join(packages, "django-ecs-kit") }),
      build("frontend", {}),
    ]);
    return { backend, frontend, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
