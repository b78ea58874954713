import type { PropertyChange } from "./conditionalReplaces.ts";

type Condition = (change: PropertyChange) => boolean;

const defaultCachePort = 6379;

/** Differences that the provider takes no notice of when it plans. */
const conditions: Record<string, Record<string, Condition>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    port: ({ old, after }) => after === undefined && Number(old) === defaultCachePort,
  },
  "aws:rds/instance:Instance": {
    // A disk that grows by itself is larger than the program said, and stays so.
    allocatedStorage: ({ old, after, inputs }) =>
      Number(old) > Number(after) && Number(inputs.maxAllocatedStorage ?? 0) > Number(after),
    // The disk may grow up to the size that it has: it does not grow.
    maxAllocatedStorage: ({ old, after, inputs }) =>
      Number(old ?? 0) === 0 && Number(after) === Number(inputs.allocatedStorage),
  },
};

/** True for a changed property that stays as it is all the same. */
export const isOverlooked = (type: string, property: string, change: PropertyChange): boolean =>
  conditions[type]?.[property]?.(change) ?? false;
