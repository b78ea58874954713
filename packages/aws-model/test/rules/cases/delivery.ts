import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, awsAccount, type Live } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const recordType = "aws:route53/record:Record";
const balancerType = "aws:lb/loadBalancer:LoadBalancer";

const zoneOf = ({ create }: AwsAccount): Live =>
  create("aws:route53/zone:Zone", "zone", { name: "example.com" });

const certificateOf = ({ create }: AwsAccount, keyAlgorithm = "RSA_2048"): Live =>
  create("aws:acm/certificate:Certificate", "certificate", {
    keyAlgorithm,
    domainName: "example.com",
    subjectAlternativeNames: ["*.example.com"],
    validationMethod: "DNS",
  });

const proofOf = (certificate: Live): Properties =>
  (certificate.state.domainValidationOptions as Properties[])[0] ?? {};

/** The record that proves the certificate's names. */
function prove(account: AwsAccount, certificate: Live): Live {
  const { resourceRecordName = "", resourceRecordValue = "" } = proofOf(certificate);
  const record = { zoneId: zoneOf(account).id, name: resourceRecordName, type: "CNAME", ttl: 300 };
  return account.create(recordType, "proof", { ...record, records: [resourceRecordValue] });
}

const validate = ({ create }: AwsAccount, certificate: Live, more: Properties = {}): Live =>
  create("aws:acm/certificateValidation:CertificateValidation", "validation", {
    certificateArn: certificate.id,
    ...more,
  });

/** A certificate for example.com and *.example.com that ACM has issued. */
function issued(account: AwsAccount, keyAlgorithm?: string): Live {
  const certificate = certificateOf(account, keyAlgorithm);
  validate(account, certificate, { validationRecordFqdns: [prove(account, certificate).state.fqdn ?? ""] });
  return certificate;
}

/** In every account of these tests the same. */
const sample = certificateOf(awsAccount());

const foreign = (region: string): string => `arn:aws:acm:${region}:123456789012:certificate/1`;
const balancerArn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/main/1";

const listener = (certificateArn?: string): Properties => ({
  loadBalancerArn: balancerArn,
  port: 443,
  protocol: "HTTPS",
  ...(certificateArn === undefined ? {} : { certificateArn }),
  defaultActions: [
    { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
  ],
});

const listen = ({ create }: AwsAccount, certificateArn?: string): Live =>
  create("aws:lb/listener:Listener", "https", listener(certificateArn));

const listenByHttp = ({ create }: AwsAccount): Live =>
  create("aws:lb/listener:Listener", "http", { ...listener(), port: 80, protocol: "HTTP" });

const sampleListener = listenByHttp(awsAccount());

const addTo = (account: AwsAccount, { id }: Live): Live =>
  account.create("aws:lb/listenerCertificate:ListenerCertificate", "more", {
    listenerArn: id,
    certificateArn: issued(account).id,
  });

const elb = "Elastic Load Balancing v2";
const listening = `creating ELBv2 Listener (${balancerArn})`;
const unsupported = `The certificate '${sample.id}' must have a fully-qualified domain name, a supported signature, and a supported key size.`;

const request =
  (domainName: string, ...subjectAlternativeNames: string[]) =>
  ({ create }: AwsAccount): Live =>
    create("aws:acm/certificate:Certificate", "c", {
      domainName,
      validationMethod: "DNS",
      ...(subjectAlternativeNames.length > 0 ? { subjectAlternativeNames } : {}),
    });

const noHost = (field: string, name: string): string =>
  `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])`;

const long = `${"a".repeat(53)}.example.com`;

const requests: RuleCase[] = (
  [
    [["a_b.example.com"], noHost("domainName", "a_b.example.com"), ["a-b.example.com"]],
    [["a.*.example.com"], noHost("domainName", "a.*.example.com"), ["*.a.example.com"]],
    [["localhost"], noHost("domainName", "localhost"), ["localhost.example.com"]],
    [
      ["example.com", "*example.com"],
      noHost("subjectAlternativeNames", "*example.com"),
      ["example.com", "*.example.com"],
    ],
    [
      [long],
      "The first domain name you enter cannot exceed 64 octets, including periods.",
      ["example.com", long],
    ],
  ] as [[string, ...string[]], string, [string, ...string[]]][]
).map(([refused, message, accepted]) => ({
  rule: "certificate-domain-name",
  refused: request(...refused),
  message: said(
    `requesting ACM Certificate (${refused[0]})`,
    ["ACM", "RequestCertificate", "ValidationException"],
    message,
  ),
  accepted: request(...accepted),
}));

const certificates: RuleCase[] = [
  ...requests,
  {
    rule: "certificate-validation-records-named",
    refused: (account) =>
      validate(account, certificateOf(account), { validationRecordFqdns: ["_other.example.com"] }),
    message: `missing *.example.com DNS validation record: ${String(proofOf(sample).resourceRecordName).slice(0, -1)}`,
    accepted: (account) => issued(account),
  },
  {
    rule: "certificate-validation-record-exists",
    refused: (account) => {
      zoneOf(account);
      return validate(account, certificateOf(account));
    },
    message: `waiting for ACM Certificate (${sample.id}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)`,
    // The zone may be with somebody else.
    accepted: (account) => validate(account, certificateOf(account)),
  },
  {
    rule: "listener-needs-certificate",
    refused: (account) => listen(account),
    message: said(
      listening,
      [elb, "CreateListener", "ValidationError"],
      "A certificate must be specified for HTTPS listeners",
    ),
    accepted: (account) => listen(account, foreign("us-east-1")),
  },
  {
    rule: "listener-without-tls",
    refused: ({ create }) =>
      create("aws:lb/listener:Listener", "http", { ...listener(foreign("us-east-1")), protocol: "HTTP" }),
    message: said(
      listening,
      [elb, "CreateListener", "ValidationError"],
      "A certificate cannot be specified for HTTP listeners",
    ),
    accepted: ({ create }) =>
      create("aws:lb/listener:Listener", "http", { ...listener(), port: 80, protocol: "HTTP" }),
  },
  {
    rule: "listener-without-tls",
    refused: ({ create }) =>
      create("aws:lb/listener:Listener", "http", {
        ...listener(),
        protocol: "HTTP",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      }),
    message: said(
      listening,
      [elb, "CreateListener", "ValidationError"],
      "An SSL policy cannot be specifed for HTTP listeners",
    ),
    accepted: (account) =>
      account.create("aws:lb/listener:Listener", "https", {
        ...listener(issued(account).id),
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      }),
  },
  {
    rule: "listener-without-tls",
    refused: (account) => addTo(account, listenByHttp(account)),
    message: said(
      `creating ELBv2 Listener Certificate (${sampleListener.id}_${sample.id})`,
      [elb, "AddListenerCertificates", "ValidationError"],
      "A certificate cannot be specified for HTTP listeners",
    ),
    accepted: (account) => addTo(account, listen(account, foreign("us-east-1"))),
  },
  {
    rule: "listener-certificate-region",
    refused: (account) => listen(account, foreign("eu-west-1")),
    message: said(
      listening,
      [elb, "CreateListener", "CertificateNotFound"],
      `Certificate '${foreign("eu-west-1")}' not found`,
    ),
    accepted: (account) => listen(account, foreign("us-east-1")),
  },
  {
    rule: "listener-certificate-issued",
    refused: (account) => listen(account, certificateOf(account).id),
    message: said(listening, [elb, "CreateListener", "UnsupportedCertificate"], unsupported),
    accepted: (account) => listen(account, issued(account).id),
  },
  {
    rule: "listener-certificate-issued",
    refused: (account) =>
      account.create("aws:lb/listenerCertificate:ListenerCertificate", "more", {
        listenerArn: "arn:listener",
        certificateArn: certificateOf(account).id,
      }),
    message: said(
      `creating ELBv2 Listener Certificate (arn:listener_${sample.id})`,
      [elb, "AddListenerCertificates", "UnsupportedCertificate"],
      unsupported,
    ),
    accepted: (account) =>
      account.create("aws:lb/listenerCertificate:ListenerCertificate", "more", {
        listenerArn: "arn:listener",
        certificateArn: issued(account).id,
      }),
  },
];

const behaviour: Properties = {
  targetOriginId: "bucket",
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
};

const distribution: Properties = {
  enabled: true,
  origins: [{ originId: "bucket", domainName: "assets.s3.us-east-1.amazonaws.com" }],
  defaultCacheBehavior: behaviour,
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
};

const distribute =
  (more: Properties | ((account: AwsAccount) => Properties)) =>
  (account: AwsAccount): Live =>
    account.create("aws:cloudfront/distribution:Distribution", "cdn", {
      ...distribution,
      ...(typeof more === "function" ? more(account) : more),
    });

const named = (certificateArn: string, ...aliases: string[]): Properties => ({
  aliases,
  viewerCertificate: { acmCertificateArn: certificateArn, sslSupportMethod: "sni-only" },
});

const names =
  "For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements";
const badCertificate =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
const uncovered = `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. ${names}`;

const cdn = (
  rule: string,
  refused: Parameters<typeof distribute>[0],
  [code, message, status]: [code: string, message: string, status?: number],
  accepted: Parameters<typeof distribute>[0],
): RuleCase => ({
  rule,
  refused: distribute(refused),
  message: said(
    "creating CloudFront Distribution",
    ["CloudFront", "CreateDistributionWithTags", code, status],
    message,
  ),
  accepted: distribute(accepted),
});

const withBehaviour = (more: Properties): Properties => ({
  defaultCacheBehavior: { ...behaviour, ...more },
});

const distributions: RuleCase[] = [
  cdn(
    "distribution-certificate-in-us-east-1",
    named(foreign("eu-west-1"), "assets.example.com"),
    ["InvalidViewerCertificate", badCertificate],
    named(foreign("us-east-1"), "assets.example.com"),
  ),
  cdn(
    "distribution-certificate-in-us-east-1",
    (account) => named(certificateOf(account).id, "assets.example.com"),
    ["InvalidViewerCertificate", badCertificate],
    (account) => named(issued(account).id, "assets.example.com"),
  ),
  cdn(
    "distribution-certificate-key",
    (account) => named(issued(account, "EC_secp384r1").id, "assets.example.com"),
    ["InvalidViewerCertificate", badCertificate],
    (account) => named(issued(account, "EC_prime256v1").id, "assets.example.com"),
  ),
  cdn(
    "distribution-alias-needs-certificate",
    { aliases: ["assets.example.com"] },
    [
      "InvalidViewerCertificate",
      `To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. ${names}`,
    ],
    {},
  ),
  cdn(
    "distribution-certificate-covers-alias",
    (account) => named(issued(account).id, "assets.example.com", "a.assets.example.com"),
    ["InvalidViewerCertificate", uncovered],
    (account) => named(issued(account).id, "Assets.Example.com", "example.com"),
  ),
  cdn(
    "distribution-origin-exists",
    withBehaviour({ targetOriginId: "buckets" }),
    ["NoSuchOrigin", "One or more of your origins or origin groups do not exist.", 404],
    {},
  ),
  cdn(
    "distribution-origin-access-control-exists",
    {
      origins: [
        {
          originId: "bucket",
          domainName: "assets.s3.us-east-1.amazonaws.com",
          originAccessControlId: "E1",
        },
      ],
    },
    ["NoSuchOriginAccessControl", "The origin access control does not exist.", 404],
    ({ create }) => ({
      origins: [
        {
          originId: "bucket",
          domainName: "assets.s3.us-east-1.amazonaws.com",
          originAccessControlId: create("aws:cloudfront/originAccessControl:OriginAccessControl", "control", {
            originAccessControlOriginType: "s3",
            signingBehavior: "always",
            signingProtocol: "sigv4",
          }).id,
        },
      ],
    }),
  ),
  ...["web-1.us-east-1.elb.amazonaws.com", "assets.s3-website-us-east-1.amazonaws.com"].map((domainName) =>
    cdn(
      "distribution-origin-bucket",
      { origins: [{ originId: "bucket", domainName }] },
      ["InvalidArgument", "The parameter Origin DomainName does not refer to a valid S3 bucket."],
      {
        origins: [
          {
            originId: "bucket",
            domainName,
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "https-only",
              originSslProtocols: ["TLSv1.2"],
            },
          },
        ],
      },
    ),
  ),
  cdn(
    "distribution-cache-settings",
    withBehaviour({ forwardedValues: { queryString: false, cookies: { forward: "none" } } }),
    [
      "InvalidArgument",
      "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.",
    ],
    {},
  ),
  cdn(
    "distribution-cache-settings",
    { defaultCacheBehavior: { ...behaviour, cachePolicyId: "" } },
    ["InvalidArgument", "The parameter ForwardedValues is required."],
    {
      defaultCacheBehavior: {
        ...behaviour,
        cachePolicyId: "",
        forwardedValues: { queryString: false, cookies: { forward: "none" } },
      },
    },
  ),
  cdn(
    "distribution-cache-policy-exists",
    withBehaviour({ cachePolicyId: "1" }),
    ["NoSuchCachePolicy", "The cache policy does not exist.", 404],
    {},
  ),
  cdn(
    "distribution-origin-request-policy-exists",
    withBehaviour({ originRequestPolicyId: "1" }),
    ["NoSuchOriginRequestPolicy", "The origin request policy does not exist.", 404],
    withBehaviour({ originRequestPolicyId: "bf0718e1-ba1e-49d1-88b1-f726733018ae" }),
  ),
  cdn(
    "distribution-response-headers-policy-exists",
    withBehaviour({ responseHeadersPolicyId: "1" }),
    ["NoSuchResponseHeadersPolicy", "The response headers policy does not exist.", 404],
    ({ create }) =>
      withBehaviour({
        responseHeadersPolicyId: create(
          "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
          "headers",
          {},
        ).id,
      }),
  ),
];

const balancerOf = ({ create }: AwsAccount): Live =>
  create(balancerType, "main", { name: "main", subnets: ["subnet-1", "subnet-2"] });
const dnsName = String(balancerOf(awsAccount()).state.dnsName);

const alias = (account: AwsAccount, zoneId: string): Live =>
  account.create(recordType, "www", {
    zoneId: zoneOf(account).id,
    name: "www.example.com",
    type: "A",
    aliases: [{ name: balancerOf(account).state.dnsName ?? "", zoneId, evaluateTargetHealth: true }],
  });

const plain = (name: string, type: string, value: string) => (account: AwsAccount) => {
  const zone = account.world.resources("aws:route53/zone:Zone")[0] ?? zoneOf(account);
  return account.create(recordType, `${name}-${type}`, {
    zoneId: zone.id,
    name,
    type,
    ttl: 60,
    records: [value],
  });
};

/** In a zone that the world does not have: another program made it. */
const elsewhere =
  (name: string, type: string, value: string) =>
  ({ create }: AwsAccount) =>
    create(recordType, `${name}-${type}`, { zoneId: "Z0ELSEWHERE", name, type, ttl: 60, records: [value] });

const batch = ["Route 53", "ChangeResourceRecordSets", "InvalidChangeBatch"] as const;
const recording = "creating Route53 Record";

const dnsRecords: RuleCase[] = [
  {
    rule: "record-alias-zone",
    refused: (account) => alias(account, "Z1"),
    message: said(
      recording,
      batch,
      `[Tried to create an alias that targets ${dnsName}., type A in zone Z1, but the alias target name does not lie within the target zone]`,
    ),
    accepted: (account) => alias(account, "Z35SXDOTRQ7X7K"),
  },
  {
    rule: "record-address",
    refused: plain("web.example.com", "A", "web-1.us-east-1.elb.amazonaws.com"),
    message: said(
      recording,
      batch,
      "[Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with 'web-1.us-east-1.elb.amazonaws.com'']",
    ),
    accepted: plain("web.example.com", "A", "192.0.2.1"),
  },
  {
    rule: "record-address",
    refused: plain("web.example.com", "AAAA", "192.0.2.1"),
    message: said(
      recording,
      batch,
      "[Invalid Resource Record: 'FATAL problem: AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address) encountered with '192.0.2.1'']",
    ),
    accepted: plain("web.example.com", "AAAA", "2001:db8::1"),
  },
  {
    rule: "record-cname-not-at-apex",
    refused: plain("example.com", "CNAME", "other.example.org"),
    message: said(
      recording,
      batch,
      "[RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
    ),
    accepted: plain("www.example.com", "CNAME", "other.example.org"),
  },
  {
    rule: "record-cname-alone",
    refused: (account) => {
      plain("www.example.com", "A", "192.0.2.1")(account);
      return plain("www.example.com", "CNAME", "other.example.org")(account);
    },
    message: said(
      recording,
      batch,
      "[RRSet of type CNAME with DNS name www.example.com. is not permitted because a conflicting RRSet of type A with the same DNS name already exists in zone example.com.]",
    ),
    accepted: (account) => {
      plain("www.example.com", "A", "192.0.2.1")(account);
      return plain("www.example.com", "AAAA", "2001:db8::1")(account);
    },
  },
  {
    rule: "record-cname-alone",
    refused: (account) => {
      elsewhere("www.example.com", "CNAME", "other.example.org")(account);
      return elsewhere("www.example.com", "A", "192.0.2.1")(account);
    },
    message: said(
      recording,
      batch,
      "[RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.]",
    ),
    accepted: (account) => {
      elsewhere("www.example.com", "CNAME", "other.example.org")(account);
      return elsewhere("api.example.com", "A", "192.0.2.1")(account);
    },
  },
];

/** The source is what the writing service says it acts for: the load balancer, or the delivery of its logs. */
const logPolicy = (principal: Properties, source = "elasticloadbalancing"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::logs/*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: principal,
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::logs/AWSLogs/123456789012/*",
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:aws:${source}:us-east-1:123456789012:*` },
        },
      },
    ],
  });

/** A load balancer that writes its logs into a bucket with a policy that allows them to `principal`, if there is one. */
const withLogs =
  (principal?: Properties, prefix?: string, more: Properties = {}) =>
  ({ create }: AwsAccount) => {
    create("aws:s3/bucket:Bucket", "logs", { bucket: "logs" });
    if (principal)
      create("aws:s3/bucketPolicy:BucketPolicy", "logs", {
        bucket: "logs",
        policy: logPolicy(principal, principal === vended ? "logs" : undefined),
      });
    return create(balancerType, "main", {
      name: "main",
      subnets: ["subnet-1", "subnet-2"],
      accessLogs: { bucket: "logs", enabled: true, ...(prefix === undefined ? {} : { prefix }) },
      ...more,
    });
  };

const delivery = { Service: "logdelivery.elasticloadbalancing.amazonaws.com" };
const vended = { Service: "delivery.logs.amazonaws.com" };
const network = { loadBalancerType: "network" };
const denied = said(
  "modifying ELBv2 Load Balancer (main) attributes",
  [elb, "ModifyLoadBalancerAttributes", "InvalidConfigurationRequest"],
  "Access Denied for bucket: logs. Please check S3bucket permission",
);

const encrypted = (sseAlgorithm: string) => (account: AwsAccount) => {
  account.create(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "logs",
    { bucket: "logs", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] },
  );
  return withLogs(delivery)(account);
};

const accessLogs: RuleCase[] = [
  {
    rule: "access-logs-bucket-encryption",
    refused: encrypted("aws:kms"),
    message: denied,
    accepted: encrypted("AES256"),
  },
  {
    rule: "access-logs-bucket-policy",
    refused: withLogs(),
    message: denied,
    accepted: withLogs(delivery),
  },
  {
    rule: "access-logs-bucket-policy",
    refused: withLogs({ Service: "logs.amazonaws.com" }),
    message: denied,
    accepted: withLogs({ AWS: "arn:aws:iam::127311923021:root" }),
  },
  {
    rule: "access-logs-bucket-policy",
    refused: withLogs(delivery, undefined, network),
    message: denied,
    accepted: withLogs(vended, undefined, network),
  },
  {
    rule: "access-logs-bucket-policy",
    refused: withLogs(vended),
    message: denied,
    // Of a former type, with the policy in its own settings.
    accepted: ({ create }) => {
      create("aws:s3/bucketV2:BucketV2", "logs", { bucket: "logs", policy: logPolicy(delivery) });
      return create(balancerType, "main", {
        name: "main",
        subnets: ["subnet-1", "subnet-2"],
        accessLogs: { bucket: "logs", enabled: true },
      });
    },
  },
  {
    rule: "access-logs-bucket-policy",
    refused: withLogs(delivery, "main"),
    message: denied,
    // A bucket of another account has its policy there.
    accepted: ({ create }) =>
      create(balancerType, "main", {
        name: "main",
        subnets: ["subnet-1", "subnet-2"],
        accessLogs: { bucket: "elsewhere", enabled: true },
      }),
  },
];

export const cases: RuleCase[] = [...certificates, ...distributions, ...dnsRecords, ...accessLogs];
