import { checkInteger, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import type { VolumeArgs } from "../containerArgs.ts";
import type { AppSettings, Process, Processes } from "../plan/processes.ts";
import { tmpOf, volumesOf, writableMounts } from "../plan/volumes.ts";
import { checkDirectory, checkNamesOf, checkProcessNames } from "./containers.ts";

/** Volumes, each by itself and together in the containers that see them. */
export function checkVolumes(args: AppSettings, { services, update, scheduled }: Processes): Problem[] {
  const processes: Process[] = [...services, update, ...scheduled];
  const sidecars = Object.keys(args.sidecars ?? {}).sort();
  const own = Object.entries(args.volumes ?? {}).flatMap(([name, volume]) =>
    checkVolume(name, volume, processes, sidecars),
  );
  if (own.length > 0) return own;
  return processes.flatMap((process) => [...checkTmp(args, process), ...checkPlaces(args, process)]);
}

function checkVolume(
  name: string,
  { path: place, fileSystemId, accessPointId, processes, sidecars }: VolumeArgs,
  all: readonly Process[],
  allSidecars: readonly string[],
): Problem[] {
  const path = `volumes.${name}`;
  return [
    ...(/^[A-Za-z0-9_-]{1,255}$/.test(name)
      ? []
      : [
          { path, reason: "has a name that ECS can't take. Write letters, digits, hyphens and underscores." },
        ]),
    ...checkDirectory(`${path}.path`, place, "/mnt/uploads"),
    ...checkValue(
      `${path}.fileSystemId`,
      fileSystemId,
      (id) => /^fs-[0-9a-f]{8,40}$/.test(id),
      'Write the id of an EFS file system: "fs-0123456789abcdef0".',
    ),
    ...checkValue(
      `${path}.accessPointId`,
      accessPointId,
      (id) => /^fsap-[0-9a-f]{8,40}$/.test(id),
      'Write the id of an EFS access point: "fsap-0123456789abcdef0".',
    ),
    ...(accessPointId !== undefined && fileSystemId === undefined
      ? [{ path: `${path}.fileSystemId`, reason: "is missing. Write the file system of the access point." }]
      : []),
    ...checkProcessNames(`${path}.processes`, processes, all),
    ...checkNamesOf(`${path}.sidecars`, sidecars, allSidecars),
  ];
}

function checkTmp(args: AppSettings, process: Process): Problem[] {
  const { path, tmp, memory } = process;
  if (tmp === undefined) return [];
  if (tmpOf(process, volumesOf(args, process)) !== undefined)
    return checkInteger(`${path}.tmpMiB`, tmp, 1, memory - 1);
  const remedy =
    "/tmp isn't in memory there: the file system isn't read-only, or something else is at /tmp. Take it out.";
  return [wrongValue(`${path}.tmpMiB`, tmp, remedy)];
}

/** Two volumes with the same name or place in a task. */
function checkPlaces(args: AppSettings, process: Process): Problem[] {
  const writable = writableMounts(process);
  const names = new Set(writable.map(({ volume }) => volume));
  const places = new Map(writable.map(({ path }) => [path, `${process.path}.writablePaths`]));
  return volumesOf(args, process).flatMap(({ name, path }): Problem[] => {
    const other = places.get(path);
    places.set(path, `volumes.${name}`);
    if (other !== undefined)
      return [
        wrongValue(
          `volumes.${name}.path`,
          path,
          `${other} is at that place in ${process.word}. Write another.`,
        ),
      ];
    if (!names.has(name)) return [];
    const reason = `has the name of a volume that ${process.path}.writablePaths makes. Write another.`;
    return [{ path: `volumes.${name}`, reason }];
  });
}
