import { again, by, isArn } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:acm/certificate:Certificate": {
    find: by(["domainName"], isArn, (value) => [
      "acm list-certificates",
      `CertificateSummaryList[?DomainName=='${value("domainName")}'].CertificateArn`,
    ]),
    holds: false,
  },
  "aws:acm/certificateValidation:CertificateValidation": { find: () => again, holds: false },
};
