import type { InputRule } from "../rules/inputRule.ts";
import type { LaunchRule } from "../rules/launch.ts";
import type { Rule } from "../rules/rule.ts";
import type { StandingRule } from "../rules/standingRule.ts";
import type { Invokes } from "./invocation.ts";
import type { ResourceType } from "./resourceType.ts";

/** Rules by the file of the service's folder that they are in, in the order in which they are checked. */
type ByFile<R> = Record<string, readonly R[]>;

/** A service of AWS, with everything that is known about it. */
export interface Service {
  /** As the SDK spells it, such as `RDS`. */
  name: string;
  /** By token, such as `aws:ec2/vpc:Vpc`. */
  types: Record<string, ResourceType>;
  /** Data sources by token, such as `aws:rds/getInstance:getInstance`. */
  dataSources?: Invokes;
  rules?: {
    /** What the provider itself refuses before it asks AWS, so in a preview too. */
    preview?: ByFile<InputRule>;
    /** What AWS refuses when something is made, changed or deleted. */
    change?: ByFile<Rule>;
    /** What must be true for a task to start, in the order in which AWS checks it. */
    launch?: ByFile<LaunchRule>;
    /** What else must be true of a world at rest. */
    rest?: ByFile<StandingRule>;
  };
}
