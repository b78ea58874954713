import type { ResourceType } from "./resourceType.ts";

/** A service of AWS, with everything that the house knows of it. */
export interface Service {
  /** As the SDK spells it, such as `RDS`. */
  name: string;
  /** By token, such as `aws:rds/instance:Instance`. */
  types: Record<string, ResourceType>;
}
