import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const KIT = fileURLToPath(new URL("../../../django-ecs-kit", import.meta.url));

const TAKES_KIT = /^\s*FROM\s.*\sAS\s+kit\s*$|--from=kit\s/im;

/** Whether a Dockerfile with this text puts django-ecs-kit into the image: from the context `kit`, or by its name. */
export const installsKit = (text: string): boolean =>
  TAKES_KIT.test(text) || /django[-_]ecs[-_]kit/.test(text.replace(/^\s*#.*$/gm, ""));

/**
 * The arguments of `docker` that give django-ecs-kit, which isn't on PyPI yet, to a Dockerfile with a stage or a build context named `kit`: the
 * starter's. Those of others get none. https://docs.docker.com/reference/cli/docker/buildx/build/#build-context
 */
export function kitContext(dockerfile: string): string[] {
  return TAKES_KIT.test(readFileSync(dockerfile, "utf8")) ? ["--build-context", `kit=${KIT}`] : [];
}
