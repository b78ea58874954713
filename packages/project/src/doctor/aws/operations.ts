import type * as ec2 from "@aws-sdk/client-ec2";
import type * as ecr from "@aws-sdk/client-ecr";
import type * as ecs from "@aws-sdk/client-ecs";
import type * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type * as iam from "@aws-sdk/client-iam";
import type * as rds from "@aws-sdk/client-rds";
import type * as route53 from "@aws-sdk/client-route-53";
import type * as quotas from "@aws-sdk/client-service-quotas";
import type * as ses from "@aws-sdk/client-sesv2";
import type * as ssm from "@aws-sdk/client-ssm";
import type * as sts from "@aws-sdk/client-sts";

/** Only in the type: what goes in and what comes back. */
interface Read<Input, Output> {
  types?: { input: Input; output: Output };
}

const read = <Input, Output>(): Read<Input, Output> => ({});

/** Every AWS API call that the doctor makes: all of them read, none changes anything. */
export const READS = {
  "sts.GetCallerIdentity": read<sts.GetCallerIdentityRequest, sts.GetCallerIdentityResponse>(),
  "ec2.DescribeRegions": read<ec2.DescribeRegionsRequest, ec2.DescribeRegionsResult>(),
  "ec2.DescribeAddresses": read<ec2.DescribeAddressesRequest, ec2.DescribeAddressesResult>(),
  "ec2.DescribeVpcs": read<ec2.DescribeVpcsRequest, ec2.DescribeVpcsResult>(),
  "quotas.GetServiceQuota": read<quotas.GetServiceQuotaRequest, quotas.GetServiceQuotaResponse>(),
  "ecs.ListClusters": read<ecs.ListClustersRequest, ecs.ListClustersResponse>(),
  "ecs.ListTasks": read<ecs.ListTasksRequest, ecs.ListTasksResponse>(),
  "ecs.DescribeTasks": read<ecs.DescribeTasksRequest, ecs.DescribeTasksResponse>(),
  "elbv2.DescribeAccountLimits": read<elbv2.DescribeAccountLimitsInput, elbv2.DescribeAccountLimitsOutput>(),
  "elbv2.DescribeLoadBalancers": read<elbv2.DescribeLoadBalancersInput, elbv2.DescribeLoadBalancersOutput>(),
  "elbv2.DescribeTargetGroups": read<elbv2.DescribeTargetGroupsInput, elbv2.DescribeTargetGroupsOutput>(),
  "elbv2.DescribeRules": read<elbv2.DescribeRulesInput, elbv2.DescribeRulesOutput>(),
  "rds.DescribeAccountAttributes": read<rds.DescribeAccountAttributesMessage, rds.AccountAttributesMessage>(),
  "route53.GetHostedZone": read<route53.GetHostedZoneRequest, route53.GetHostedZoneResponse>(),
  "route53.ListResourceRecordSets": read<
    route53.ListResourceRecordSetsRequest,
    route53.ListResourceRecordSetsResponse
  >(),
  "iam.GetRole": read<iam.GetRoleRequest, iam.GetRoleResponse>(),
  "iam.SimulatePrincipalPolicy": read<iam.SimulatePrincipalPolicyRequest, iam.SimulatePolicyResponse>(),
  "ses.GetAccount": read<ses.GetAccountRequest, ses.GetAccountResponse>(),
  "ses.GetEmailIdentity": read<ses.GetEmailIdentityRequest, ses.GetEmailIdentityResponse>(),
  "ssm.GetParameter": read<ssm.GetParameterRequest, ssm.GetParameterResult>(),
  "ecr.DescribeRepositories": read<ecr.DescribeRepositoriesRequest, ecr.DescribeRepositoriesResponse>(),
  "ecr.BatchGetImage": read<ecr.BatchGetImageRequest, ecr.BatchGetImageResponse>(),
  "ecr.GetDownloadUrlForLayer": read<ecr.GetDownloadUrlForLayerRequest, ecr.GetDownloadUrlForLayerResponse>(),
  "ecr.DescribeImages": read<ecr.DescribeImagesRequest, ecr.DescribeImagesResponse>(),
};

export type ReadName = keyof typeof READS;
export type InputOf<Name extends ReadName> = Types<Name>["input"];
export type OutputOf<Name extends ReadName> = Types<Name>["output"];
type Types<Name extends ReadName> = NonNullable<(typeof READS)[Name]["types"]>;

/** The doctor's port to AWS: one call of it is one API call. */
export type Ask = <Name extends ReadName>(operation: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;
