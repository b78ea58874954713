import { awsError } from "../../src/shared/awsError.ts";

/** What the provider says about an answer of AWS, without the line that names the rule. */
export const said = (
  doing: string,
  [service, operation, code, status = 400]: readonly [
    service: string,
    operation: string,
    code: string,
    status?: number,
  ],
  message: string,
): string => `${doing}: ${awsError({ service, operation, status, code, message })}`;
