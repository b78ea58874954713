import { again, by, isArn } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:secretsmanager/secret:Secret": {
    find: by(["name"], isArn, (value) => [
      `secretsmanager list-secrets --filters Key=name,Values=${value("name")}`,
      // The filter matches names that begin like this.
      `SecretList[?Name=='${value("name")}'].ARN`,
    ]),
    holds: "a secret",
  },
  // Another version of the same value, which takes the first one's place.
  "aws:secretsmanager/secretVersion:SecretVersion": { find: () => again, holds: false },
};
