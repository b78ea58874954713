import { LOGS, PROVIDER, seconds } from "./seconds.ts";
import type { TimesOf } from "./times.ts";

/** Network, load balancer, names and certificates. */
export const networkTimes: Record<string, TimesOf> = {
  "aws:ec2/vpc:Vpc": {
    create: seconds(12, 2, 12),
    update: seconds(2),
    delete: seconds(1),
    source: `${LOGS}: 2 s and 12 s with DNS host names on, which are turned on after the VPC is there; deleted in 1 s (four logs).`,
  },
  "aws:ec2/subnet:Subnet": ({ mapPublicIpOnLaunch }) => ({
    create: seconds(mapPublicIpOnLaunch === true ? 11 : 1),
    update: seconds(11),
    delete: seconds(1),
    source: `${LOGS}: 1 s, and 11 s with public addresses: the provider turns them on afterwards and waits 10 s (${PROVIDER}/ec2/wait.go, WaitSubnetMapPublicIPOnLaunchUpdated).`,
  }),
  "aws:ec2/natGateway:NatGateway": {
    create: seconds(110, 84, 125),
    update: seconds(1),
    delete: seconds(61, 53, 62),
    source: `${LOGS}: made in 1m24s to 2m5s (eighteen logs), deleted in 53 s to 1m2s (six).`,
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType }) =>
    vpcEndpointType === "Interface"
      ? {
          create: seconds(90, 45, 180),
          update: seconds(10),
          delete: seconds(60, 20, 180),
          source: "An estimate: one to three minutes are usual, and no log was found.",
        }
      : {
          create: seconds(6),
          update: seconds(6),
          delete: seconds(6),
          source: `${LOGS}: made in 6 s; the provider waits at least 5 s (${PROVIDER}/ec2/wait.go, WaitVPCEndpointAvailable).`,
        },
  "aws:ec2/securityGroup:SecurityGroup": {
    create: seconds(2, 2, 3),
    update: seconds(1),
    delete: seconds(1, 1, 120),
    source: `${LOGS}: made in 2 to 3 s, deleted in 1 s once no network interface uses it any more; those of a load balancer can linger for a minute or two.`,
  },
  "aws:ec2/internetGateway:InternetGateway": {
    create: seconds(1),
    update: seconds(1),
    delete: seconds(1, 1, 60),
    source: `${LOGS}: 1 s; it can't be detached while the VPC has public addresses (1m0s beside a NAT gateway that was going).`,
  },
  "aws:ec2/eip:Eip": {
    create: seconds(1),
    update: seconds(1),
    delete: seconds(2),
    source: `${LOGS}: made in 1 s, released in 1 to 2 s.`,
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    create: seconds(148, 90, 200),
    update: seconds(5),
    delete: seconds(60, 10, 153),
    source: `${LOGS}: made in 2m1s to 3m7s (seven logs, 2m28s in the middle), deleted in 2m33s in one; the typical deletion is an estimate.`,
  },
  "aws:route53/record:Record": {
    create: seconds(38, 20, 60),
    update: seconds(38, 20, 60),
    delete: seconds(38, 20, 60),
    source: `${LOGS}: 38 s; the provider waits 10 to 30 s, then asks every 20 s until all name servers have it (${PROVIDER}/route53/record.go).`,
  },
  "aws:acm/certificate:Certificate": {
    create: seconds(7, 5, 15),
    update: seconds(1),
    delete: seconds(1),
    source: `An estimate: the provider asks until ACM has said which records it wants (${PROVIDER}/acm/certificate.go).`,
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    create: seconds(30, 2, 300),
    update: seconds(1),
    delete: seconds(0),
    source: `${LOGS}: 2 s and 1m1s; AWS says a few minutes at times (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html).`,
  },
  "aws:cloudfront/distribution:Distribution": ({ waitForDeployment }) => ({
    create: seconds(waitForDeployment === false ? 5 : 216, 180, 420),
    update: seconds(waitForDeployment === false ? 5 : 180, 120, 420),
    delete: seconds(300, 223, 443),
    source: `${LOGS}: made in 3m36s (two logs), deleted in 3m43s and 7m23s: it is turned off everywhere first.`,
  }),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    create: seconds(44),
    update: seconds(44),
    delete: seconds(44),
    source: `${LOGS}: made in 44 s; the deletion is an estimate.`,
  },
};
