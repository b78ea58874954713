interface AwsErrorParts {
  /** The service as the SDK spells it, such as `RDS`. */
  service: string;
  operation: string;
  status?: number;
  /** AWS's error code, such as `DBInstanceAlreadyExists`. */
  code: string;
  message: string;
}

/** Errors that the SDK has no type for, by service: it calls those `api error`. EC2 has no other. */
const untyped: Record<string, readonly string[]> = {
  DynamoDB: ["ValidationException"],
  "Elastic Load Balancing v2": ["ValidationError"],
  EventBridge: ["ValidationException"],
  IAM: ["ValidationError"],
  Lambda: ["ValidationException"],
  RDS: ["InvalidParameterCombination", "InvalidParameterValue"],
  S3: [
    "AccessControlListNotSupported",
    "AccessDenied",
    "BucketNotEmpty",
    "InvalidArgument",
    "InvalidBucketName",
    "PolicyTooLarge",
  ],
  SSM: ["AccessDeniedException", "ValidationException"],
  "Secrets Manager": ["ValidationException"],
};

/** An error of AWS as the provider words it. */
export function awsError({ service, operation, status = 400, code, message }: AwsErrorParts): string {
  const isUntyped = service === "EC2" || untyped[service]?.includes(code);
  return `operation error ${service}: ${operation}, https response error StatusCode: ${status}, ${isUntyped ? "api error " : ""}${code}: ${message}`;
}
