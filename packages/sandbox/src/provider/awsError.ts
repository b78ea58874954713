interface AwsErrorParts {
  /** The service as the SDK spells it, such as `RDS`. */
  service: string;
  operation: string;
  status?: number;
  /** AWS's error code, such as `DBInstanceAlreadyExists`. */
  code: string;
  message: string;
}

/** An error of AWS as the provider words it. */
export function awsError({ service, operation, status = 400, code, message }: AwsErrorParts): string {
  return `operation error ${service}: ${operation}, https response error StatusCode: ${status}, ${code}: ${message}`;
}
