import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalImage, pythonEnvironment } from "../../src/index.ts";
import { STARTER } from "./image/theImages.ts";

/** The starter's Django project with its own lock, as it is in the checkout. */
export async function starterImage(): Promise<LocalImage> {
  const folder = join(STARTER, "backend");
  return {
    folder,
    programs: [await pythonEnvironment(join(folder, "requirements.txt"))],
    environment: {
      PYTHONPATH: fileURLToPath(new URL("../../../django-ecs-kit/src", import.meta.url)),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  };
}
