import type { Properties } from "../../src/world/world.ts";

/** A small server of PostgreSQL that AWS makes. */
export const server: Properties = {
  identifier: "db",
  engine: "postgres",
  engineVersion: "17",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  storageType: "gp3",
  skipFinalSnapshot: true,
};
