import { type Finder, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

const record: Finder = (inputs) => {
  const parts = [
    text(inputs, "zoneId"),
    text(inputs, "name").toLowerCase().replace(/\.$/, ""),
    text(inputs, "type"),
  ];
  return {
    kind: "id",
    id: [...parts, ...(inputs.setIdentifier === undefined ? [] : [text(inputs, "setIdentifier")])].join("_"),
  };
};

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:route53/record:Record": { find: record, holds: false },
  "aws:route53/zone:Zone": { holds: "a DNS zone" },
};
