import type { LogRule } from "./logRule.ts";

const S3 =
  /\((?:AccessDenied|403|AllAccessDisabled)\) when calling the (\w*(?:Object|Bucket|Multipart|UploadPart)\w*) operation/;

/** Redis and Valkey, through redis-py and kombu. */
const CACHE: LogRule[] = [
  {
    pattern: /must have parameter ssl_cert_reqs/,
    hint: "Celery wants `?ssl_cert_reqs=required` behind REDIS_URL.",
  },
  {
    pattern: /NOAUTH|WRONGPASS|invalid username-password pair|redis\.exceptions\.AuthenticationError/,
    hint: "The broker doesn't accept the token: use REDIS_URL as it is, with its password; where the cache's secret was changed, restart what still runs with the old one.",
  },
  {
    pattern: /Cannot connect to amqps?:\/\/guest|AMQP.*localhost|amqp:\/\/guest/,
    hint: "Celery doesn't know its broker and tries RabbitMQ on the container itself: set broker_url from REDIS_URL in the Celery app, and import that app in the project's __init__.py.",
  },
  {
    pattern: /OOM command not allowed/,
    hint: "The cache is full: give keys a time to live, or raise `cache.nodeType` of the base.",
  },
  {
    pattern:
      /(redis|kombu|Error while reading from \S+:6379).*(Connection reset|Connection closed by server)/i,
    hint: "The cache takes TLS connections only: use REDIS_URL (rediss://…) instead of REDIS_SERVICE_HOST alone.",
  },
  {
    pattern:
      /(redis|kombu).*(ConnectionError|OperationalError|TimeoutError|Timeout|Cannot connect)|Cannot connect to rediss?:\/\//i,
    hint: "The broker can't be reached: check REDIS_SERVICE_HOST (or REDIS_URL) and the security groups.",
  },
];

/** AWS, through boto3 and botocore. */
const AWS: LogRule[] = [
  {
    pattern: S3,
    hint: ([, operation]) =>
      `The task may only use its own part of the bucket, and S3 denies ${operation}: set the storage's \`location\` below AWS_LOCATION, and grant what else it needs with \`permissions.task\`.`,
  },
  {
    pattern: /AccessControlListNotSupported/,
    hint: "The bucket has no ACLs: set AWS_DEFAULT_ACL = None (default_acl of the storage).",
  },
  {
    pattern: /\(NoSuchBucket\) when calling/,
    hint: "There is no such bucket: use S3_BUCKET_NAME.",
  },
  {
    pattern: /\(AccessDenied\w*\) when calling the GetSecretValue operation/,
    hint: "The task's role may not read that secret: let ECS read it (`secrets` of the app's settings), or grant it: `permissions.databaseSecret` for DB_SECRET_NAME, `permissions.task` for any other.",
  },
  {
    pattern: /\(ResourceNotFoundException\) when calling the GetSecretValue operation/,
    hint: "There is no secret of that name in this region, or it has no value: check the name that the settings read.",
  },
  {
    pattern:
      /\((?:AccessDenied\w*|UnauthorizedOperation|NotAuthorized\w*)\) when calling the (\w+) operation/,
    hint: ([, operation]) =>
      `The task's role may not call ${operation}: add it to \`permissions.task\` of the app's settings and run \`pulumi up\`.`,
  },
  {
    pattern:
      /\((?:InvalidAccessKeyId|SignatureDoesNotMatch|UnrecognizedClientException|InvalidClientTokenId)\) when calling/,
    hint: "Access keys in the environment go before the task's role, and AWS doesn't know these: take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY out.",
  },
  {
    pattern: /NoCredentialsError|Unable to locate credentials/,
    hint: "The AWS SDK finds no credentials: nothing may hide the variable AWS_CONTAINER_CREDENTIALS_RELATIVE_URI from the process.",
  },
  {
    pattern: /(?:EndpointConnectionError|ConnectTimeoutError|ConnectTimeout)\b.*(https?:\/\/[^"'\s/]+)/,
    hint: ([, url]) =>
      `${url} can't be reached: the subnets need a way out (a NAT gateway or a VPC endpoint), and the security group must let it pass.`,
  },
];

export const SERVICES: LogRule[] = [...CACHE, ...AWS];
