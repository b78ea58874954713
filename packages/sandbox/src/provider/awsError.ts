interface AwsErrorParts {
  /** What the provider was about to do, such as `creating RDS DB Instance (main)`. */
  doing: string;
  /** The service as the SDK spells it, such as `RDS`. */
  service: string;
  operation: string;
  status?: number;
  /** AWS's error code, such as `DBInstanceAlreadyExists`. */
  code: string;
  message: string;
}

/** An error of AWS as the provider words it. */
export function awsError({ doing, service, operation, status = 400, code, message }: AwsErrorParts): string {
  return `${doing}: operation error ${service}: ${operation}, https response error StatusCode: ${status}, ${code}: ${message}`;
}
