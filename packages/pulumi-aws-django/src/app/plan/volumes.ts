import * as pulumi from "@pulumi/pulumi";
import type { Mount, Tmpfs } from "../../ecs/container.ts";
import type { Volume } from "../../ecs/taskDefinition.ts";
import { AppImage } from "../args.ts";
import type { VolumeArgs } from "../containerArgs.ts";
import type { AppSettings, Process, Processes } from "./processes.ts";

/** A file system that tasks mount. */
export interface MountedFileSystem {
  id: string;
  accessPointId?: string;
  readOnly: boolean;
}

/** A volume in the tasks of a process. */
export interface NamedVolume extends VolumeArgs {
  name: string;
}

/** The volumes in the tasks of a process, in the order of their names. */
export function volumesOf({ volumes = {} }: AppSettings, { word, image }: Process): NamedVolume[] {
  return Object.entries(volumes)
    .filter(([, { processes }]) => processes?.includes(word) ?? image === AppImage.Backend)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([volume, own]) => ({ ...own, name: volume }));
}

/** The directories that stay writable under a read-only file system: each a volume of its own. */
export function writableMounts({ readonlyRootFilesystem, writablePaths }: Process): Mount[] {
  if (!readonlyRootFilesystem) return [];
  return [...new Set(writablePaths)].sort().map((path) => ({
    volume: path.replace(/^\/+|\/+$/g, "").replace(/[^A-Za-z0-9_-]+/g, "-"),
    path,
    readOnly: false,
  }));
}

const TMP = "/tmp";

/**
 * /tmp in memory, which any user may write, under a read-only file system: a volume would belong to root
 * (https://github.com/aws/containers-roadmap/issues/938). Undefined where something else is at that place.
 */
export function tmpOf(process: Process, volumes: readonly NamedVolume[]): Tmpfs | undefined {
  const { readonlyRootFilesystem, writablePaths, tmp, memory } = process;
  const isTaken = [...writablePaths, ...volumes.map(({ path }) => path)].includes(TMP);
  if (!readonlyRootFilesystem || isTaken) return undefined;
  return { path: TMP, size: tmp ?? Math.floor(memory / 4) };
}

/** Where a container sees them. */
export function mountsOf(volumes: readonly NamedVolume[]): Mount[] {
  return volumes.map(({ name, path, readOnly = false }) => ({ volume: name, path, readOnly }));
}

/** The volumes of a task: those for writable directories, and the user's. */
export function taskVolumes(writable: readonly Mount[], volumes: readonly NamedVolume[]): Volume[] {
  return [
    ...writable.map(({ volume }) => ({ name: volume })),
    ...volumes.map(({ name, fileSystemId, accessPointId }) => ({
      name,
      ...(fileSystemId === undefined ? {} : { fileSystem: { id: fileSystemId, accessPointId } }),
    })),
  ];
}

/** The file systems that tasks on each image mount: their roles get the rights. */
export function fileSystemsOf(
  args: AppSettings,
  { services, update, scheduled }: Processes,
): Record<AppImage, pulumi.Output<MountedFileSystem>[]> {
  const all: Process[] = [...services, update, ...scheduled];
  const of = (image: AppImage) => {
    const volumes = all.filter((p) => p.image === image).flatMap((p) => volumesOf(args, p));
    // Each once: two processes of an image share a role.
    const unique = new Map(volumes.map((volume) => [volume.name, volume]));
    return [...unique.values()].flatMap(({ fileSystemId, accessPointId, readOnly = false }) =>
      fileSystemId === undefined
        ? []
        : [pulumi.output({ id: fileSystemId, accessPointId, readOnly }) as pulumi.Output<MountedFileSystem>],
    );
  };
  return { backend: of(AppImage.Backend), frontend: of(AppImage.Frontend) };
}
