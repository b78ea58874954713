import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { serverTools } from "../../../src/install/python.ts";
import { mustRun } from "../../../src/install/run.ts";

/**
 * The programs that the base images of the starter have, as this machine has them: Python and Node.js, with npm. `folder` is an empty one. Hands back
 * the folder of an image's programs.
 */
export async function basePrograms(folder: string): Promise<(image: string) => string> {
  const ofTools = join(await serverTools(), "python");
  const python = await mustRun(ofTools, [
    "-c",
    "import os, sys; print(os.path.realpath(sys._base_executable))",
  ]);
  const npm = await mustRun("sh", ["-c", "command -v npm"]);
  const programs: Record<string, Record<string, string>> = {
    python: { python: python.trim(), python3: python.trim() },
    node: { node: process.execPath, npm: npm.trim() },
  };
  for (const [image, links] of Object.entries(programs)) {
    mkdirSync(join(folder, image), { recursive: true });
    for (const [name, file] of Object.entries(links)) symlinkSync(file, join(folder, image, name));
  }
  return (image) => {
    const [name = ""] = image.split(":");
    if (!(name in programs)) throw new Error(`nothing stands for the base image ${image}`);
    return join(folder, name);
  };
}
