import { combination, invalid, type Planned } from "../../rules/planned.ts";
import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";
import { instanceRule } from "./instanceRule.ts";

const guide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html";

/** GiB of each type of storage, for PostgreSQL. */
const sizes: Record<string, [least: number, most: number]> = {
  standard: [5, 3072],
  gp2: [20, 65_536],
  gp3: [20, 65_536],
  io1: [100, 65_536],
  io2: [100, 65_536],
};

/** IOPS for each GiB. */
const ratios: Record<string, [least: number, most: number]> = { io1: [0.5, 50], io2: [0.5, 1000] };

const provisionedIops = [1000, 256_000] as const;

/** From this size on, RDS spreads a gp3 disk over several volumes, and accepts settings for its speed. */
const gp3Speed = { from: 400, iops: [12_000, 64_000], throughput: [500, 4000], perIops: 0.25 } as const;

interface Disk {
  type: string;
  size: number;
  /** What is sent: where the program says nothing, the provider sends what the server has. */
  iops: number;
  throughput: number;
}

/** The disk that is asked for; undefined if nothing new is, or if it is taken from elsewhere. */
function diskOf({ inputs, isNew, isAsked, wanted }: Planned): Disk | undefined {
  if (isNew && (inputs.snapshotIdentifier !== undefined || inputs.replicateSourceDb !== undefined))
    return undefined;
  const wishes = ["allocatedStorage", "storageType", "iops", "storageThroughput"];
  if (inputs.allocatedStorage === undefined || !wishes.some(isAsked)) return undefined;
  const speed = (property: string) => Number(wanted(property) ?? 0);
  const type = text(wanted("storageType")) || (inputs.iops === undefined ? "gp2" : "io1");
  const size = Number(inputs.allocatedStorage);
  // The provider sends no speed for a small gp3 disk unless the program newly sets one.
  const isSmall = type === "gp3" && size < gp3Speed.from;
  return {
    type,
    size,
    iops: isSmall && !isAsked("iops") ? 0 : speed("iops"),
    throughput: isAsked("storageThroughput") ? speed("storageThroughput") : 0,
  };
}

const isWithin = (value: number, [least, most]: readonly [number, number]): boolean =>
  value >= least && value <= most;

export const storageRules: readonly Rule[] = [
  instanceRule({
    name: "database-storage-type",
    source: guide,
    check: ({ inputs, isAsked }) => {
      const type = text(inputs.storageType);
      if (!isAsked("storageType") || type in sizes) return undefined;
      return invalid(`Invalid storage type: ${type}`);
    },
  }),
  instanceRule({
    name: "database-storage-size",
    source: guide,
    check: (planned) => {
      const disk = diskOf(planned);
      const range = disk && sizes[disk.type];
      if (!disk || !range) return undefined;
      // A disk grows, and never shrinks.
      const isSmaller = !planned.isNew && disk.size < Number(planned.state.allocatedStorage);
      // What has grown by itself is left alone by the provider.
      const isOverlooked = isSmaller && Number(planned.inputs.maxAllocatedStorage ?? 0) > disk.size;
      if (isOverlooked || (!isSmaller && isWithin(disk.size, range))) return undefined;
      return combination(
        `Invalid storage size for engine name postgres and storage type ${disk.type}: ${disk.size}`,
      );
    },
  }),
  instanceRule({
    name: "database-gp3-speed-from-400-gib",
    source: `${guide}#gp3-storage`,
    check: (planned) => {
      const disk = diskOf(planned);
      if (disk?.type !== "gp3" || disk.size >= gp3Speed.from) return undefined;
      if (disk.iops === 0 && disk.throughput === 0) return undefined;
      return combination(
        `You can't specify IOPS or storage throughput for engine postgres and a storage size less than ${gp3Speed.from}.`,
      );
    },
  }),
  instanceRule({
    name: "database-gp3-speed",
    source: `${guide}#gp3-storage`,
    check: (planned) => {
      const disk = diskOf(planned);
      if (disk?.type !== "gp3" || disk.size < gp3Speed.from) return undefined;
      if (disk.iops !== 0 && !isWithin(disk.iops, gp3Speed.iops))
        return combination(`Invalid iops value for engine name postgres and storage type gp3: ${disk.iops}`);
      if (disk.throughput !== 0 && !isWithin(disk.throughput, gp3Speed.throughput))
        return combination(
          `Invalid storage throughput value for engine name postgres and storage type gp3: ${disk.throughput}`,
        );
      const ratio = disk.throughput / (disk.iops || gp3Speed.iops[0]);
      if (ratio > gp3Speed.perIops)
        return combination(
          `Invalid storage throughput to iops ratio for engine name postgres and storage type gp3: ${ratio.toFixed(4)}`,
        );
      return undefined;
    },
  }),
  instanceRule({
    name: "database-provisioned-iops",
    source: `${guide}#USER_PIOPS`,
    check: (planned) => {
      const disk = diskOf(planned);
      if (!disk) return undefined;
      const kind = `for engine name postgres and storage type ${disk.type}`;
      const isFixed = disk.type === "gp2" || disk.type === "standard";
      if (isFixed && planned.isAsked("iops") && disk.iops > 0)
        return combination(`Invalid iops value ${kind}: ${disk.iops}`);
      const range = ratios[disk.type];
      if (!range) return undefined;
      if (disk.iops === 0) return combination(`The storage type ${disk.type} requires iops to be specified.`);
      if (!isWithin(disk.iops, provisionedIops))
        return combination(`Invalid iops value ${kind}: ${disk.iops}`);
      const ratio = disk.iops / disk.size;
      if (!isWithin(ratio, range))
        return combination(`Invalid iops to storage (GB) ratio ${kind}: ${ratio.toFixed(4)}`);
      const most = Number(planned.inputs.maxAllocatedStorage ?? 0);
      if (most === 0 || disk.iops / most >= range[0]) return undefined;
      return combination(`Invalid iops to max storage (GB) ratio ${kind}: ${(disk.iops / most).toFixed(4)}`);
    },
  }),
  instanceRule({
    name: "database-storage-autoscaling",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
    check: ({ inputs, isAsked, wanted }) => {
      if (!isAsked("maxAllocatedStorage") && !isAsked("allocatedStorage")) return undefined;
      const [most, size] = [Number(inputs.maxAllocatedStorage ?? 0), Number(wanted("allocatedStorage") ?? 0)];
      if (most === 0 || most === size) return undefined;
      if (most < size) return combination("Max storage size must be greater than storage size");
      if (most > 65_536)
        return invalid(
          `Invalid max storage size for engine name postgres and storage type ${text(wanted("storageType")) || "gp2"}: ${most}`,
        );
      if (most * 10 >= size * 11) return undefined;
      return combination("The maximum allocated storage must be increased by at least 10 percent.");
    },
  }),
];
