import * as pulumi from "@pulumi/pulumi";
import { withoutDependencies } from "../shared/inputs.ts";

/** The URN of a resource inside of awsx's VPC, by what follows `…$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$`. `opts` are those of the VPC. */
export function urnInsideVpc(opts: pulumi.CustomResourceOptions, rest: string): pulumi.Output<string> {
  if (opts.parent === undefined) throw new Error("The VPC is a part of DjangoBase");
  return opts.parent.urn.apply((urn) => {
    const component = urn.slice(0, urn.lastIndexOf("::"));
    return `${component}$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$${rest}`;
  });
}

/**
 * The internet gateway, to depend on. AWS makes no public address in a network without one, and keeps it while there is one; but what awsx
 * returns depends on the subnets alone. By its URN, because the resource itself isn't there in the preview of a new network, and the
 * dependencies of a preview are a part of the plan that `pulumi up --plan` holds the update to.
 */
export function internetGateway(
  vpcName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource> {
  const gateway = urnInsideVpc(opts, `aws:ec2/internetGateway:InternetGateway::${vpcName}`);
  // The URN comes from the component that everything is a part of: who depended on that would wait for itself.
  return withoutDependencies(gateway).apply((urn) => new pulumi.DependencyResource(urn));
}
