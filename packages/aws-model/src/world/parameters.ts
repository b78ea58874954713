import { text } from "./reading.ts";
import type { Properties } from "./world.ts";

/** What an SSM parameter holds: `insecureValue` is a value that the engine doesn't treat as a secret. */
export const parameterValue = ({ insecureValue, value }: Properties): string =>
  text(insecureValue) || text(value);
