import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const KIT = fileURLToPath(new URL("../../../django-ecs-kit", import.meta.url));

/**
 * The arguments of `docker` that give django-ecs-kit, which isn't on PyPI yet, to a Dockerfile with a stage or a build context named `kit`: the
 * starter's. Those of others get none. https://docs.docker.com/reference/cli/docker/buildx/build/#build-context
 */
export function kitContext(dockerfile: string): string[] {
  const wanted = /^\s*FROM\s.*\sAS\s+kit\s*$|--from=kit\s/im.test(readFileSync(dockerfile, "utf8"));
  return wanted ? ["--build-context", `kit=${KIT}`] : [];
}
