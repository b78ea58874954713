import { ok, warning } from "../finding.ts";
import type { Question } from "../question.ts";
import { versionIn } from "../versions.ts";

const WHY = "`build` makes images with it. Nothing else needs it: [CI] Images builds without this machine.";

export const docker: Question = {
  id: "docker",
  asks: "Can this machine build images: Docker, its daemon, and buildx?",
  needs: [],
  async ask({ port }) {
    const [server, buildx] = await Promise.all([
      port.run("docker", ["version", "--format", "{{.Server.Version}}"]),
      port.run("docker", ["buildx", "version"]),
    ]);
    if (server === undefined)
      return warning({
        found: "There is no Docker on PATH.",
        why: WHY,
        fix: "Install it: https://docs.docker.com/get-started/get-docker/",
      });
    if (server.code !== 0)
      return warning({
        found: "Docker is there, and its daemon doesn't answer.",
        why: WHY,
        fix: "Start Docker Desktop, or the daemon. Where it runs, you may not use it: join the group `docker`.",
        commands: ["sudo systemctl start docker"],
      });
    if (buildx?.code !== 0)
      return warning({
        found: `Docker ${versionIn(server.stdout)} has no buildx.`,
        why: WHY,
        fix: "Install the plugin: https://github.com/docker/buildx#installing",
      });
    return ok(`Docker ${versionIn(server.stdout)}, buildx ${versionIn(buildx.stdout)}`);
  },
};
