import { partsOf } from "../../shared/parts.ts";
import type { AppSettings } from "./processes.ts";

/** The parts of an app that can be turned off, and which of them are on by default. */
export const { has, checkParts } = partsOf<AppSettings>()({
  frontend: { of: ({ frontend }) => frontend, byDefault: false },
  beat: {
    of: ({ beat }) => beat,
    byDefault: ({ workers = { default: {} } }) => Object.keys(workers).length > 0,
  },
  openingHours: { of: ({ openingHours }) => openingHours, byDefault: false },
  alarms: { of: ({ alarms }) => alarms, byDefault: false },
  database: { of: ({ database }) => database, byDefault: true },
  dashboard: { of: ({ dashboard }) => dashboard, byDefault: true },
  mail: { of: ({ mail }) => mail, byDefault: true },
  serviceDiscovery: { of: ({ serviceDiscovery }) => serviceDiscovery, byDefault: false },
});
