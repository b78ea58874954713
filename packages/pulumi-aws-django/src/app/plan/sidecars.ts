import type * as pulumi from "@pulumi/pulumi";
import type { Container, ContainerLogs } from "../../ecs/container.ts";
import type { LogRouterArgs, SidecarArgs } from "../containerArgs.ts";
import type { Variables } from "./environment.ts";
import { type AppSettings, healthCheckOf, isService, type Process } from "./processes.ts";
import { resolveReferences } from "./references.ts";

/** A sidecar in the tasks of a process. */
export interface Sidecar extends SidecarArgs {
  name: string;
  essential: boolean;
}

/** The sidecars in the tasks of a process, in the order of their names. */
export function sidecarsOf({ sidecars = {} }: AppSettings, process: Process): Sidecar[] {
  return Object.entries(sidecars)
    .filter(([, { processes }]) => processes?.includes(process.word) ?? isService(process))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const logRouter = own.logRouter?.enabled ? own.logRouter : undefined;
      return { ...own, name, logRouter, essential: own.essential ?? logRouter !== undefined };
    });
}

/** What the process's own container waits for. */
export function awaitedBy(sidecars: readonly Sidecar[]): Record<string, string> {
  return Object.fromEntries(
    sidecars.flatMap(({ name, processWaitsFor }) =>
      processWaitsFor === undefined ? [] : [[name, processWaitsFor]],
    ),
  );
}

/** Where the lines of the process go: through the log router in its tasks, if there is one. */
export function logsOf(sidecars: readonly Sidecar[], own: ContainerLogs): ContainerLogs {
  const router = sidecars.find(({ logRouter }) => logRouter !== undefined)?.logRouter;
  return router === undefined ? own : { routed: router.options ?? {}, secrets: router.secretOptions ?? {} };
}

/** What a sidecar's container needs to know of the task that it is in. */
interface SidecarSurroundings {
  logs: ContainerLogs;
  mounts: Container["mounts"];
  /** Names of secrets that it doesn't get any more. */
  retired: readonly string[];
  /** What its variables may refer to. */
  contract: Variables;
}

/** A sidecar as a container; its own output goes to CloudWatch, beside the process's lines. */
export function sidecarContainer(
  sidecar: Sidecar,
  { logs, mounts, retired, contract }: SidecarSurroundings,
): Container {
  const own = resolveReferences(`sidecars.${sidecar.name}.environment`, sidecar.environment ?? {}, contract);
  const secrets = Object.entries(sidecar.secrets ?? {}).filter(([name]) => !retired.includes(name));
  return {
    name: sidecar.name,
    image: sidecar.image,
    essential: sidecar.essential,
    command: sidecar.command,
    environment: own.environment,
    secrets: { ...own.secrets, ...Object.fromEntries(secrets) },
    ports: sidecar.ports ?? [],
    mounts,
    cpu: sidecar.cpu,
    memory: sidecar.memoryMiB,
    init: false,
    healthCheck: healthCheckOf(sidecar.healthCheck),
    dependsOn: sidecar.dependsOn ?? {},
    credentialsArn: sidecar.repositoryCredentialsArn,
    logs,
    logRouter: sidecar.logRouter && routerOf(sidecar.logRouter),
  };
}

function routerOf({ type = "fluentbit", configFile, metadata = true }: LogRouterArgs) {
  return { type, configFile, metadata };
}

/** What ECS reads for the sidecars of an app before they start: their secrets and the keys to their registries. */
export function sidecarReferences({ sidecars = {} }: AppSettings): pulumi.Input<string>[] {
  return Object.values(sidecars).flatMap(({ secrets, logRouter, repositoryCredentialsArn: key }) => [
    ...Object.values(secrets ?? {}),
    ...Object.values(logRouter?.secretOptions ?? {}),
    ...(key === undefined ? [] : [key]),
  ]);
}

/** The repository of an image, without tag and digest. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
}
