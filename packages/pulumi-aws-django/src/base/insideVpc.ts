import * as pulumi from "@pulumi/pulumi";
import { withoutDependencies } from "../shared/inputs.ts";

/** The URN of a resource inside awsx's VPC, by what follows `…$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$`. `opts` are those of the VPC. */
export function urnInsideVpc(opts: pulumi.CustomResourceOptions, rest: string): pulumi.Output<string> {
  if (opts.parent === undefined) throw new Error("The VPC is a part of DjangoBase");
  return opts.parent.urn.apply((urn) => {
    const component = urn.slice(0, urn.lastIndexOf("::"));
    return `${component}$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$${rest}`;
  });
}

/**
 * The internet gateway, to depend on. AWS makes no public address in a network without one, and keeps it while there is one; but what awsx
 * returns depends on the subnets alone. By its URN, because the resource itself doesn't exist in the preview of a new network, and the
 * dependencies of a preview are a part of the plan that `pulumi up --plan` holds the update to.
 */
export function internetGateway(
  vpcName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource> {
  return insideVpc(opts, `aws:ec2/internetGateway:InternetGateway::${vpcName}`);
}

/** What awsx makes last in each subnet: how it is routed. What depends on these depends on everything inside the VPC. */
export function subnetRoutes(
  vpcName: string,
  zones: number,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<pulumi.Resource>[] {
  const inTable = "aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2";
  const each = (kind: string, type: string) =>
    Array.from({ length: zones }, (_, zone) =>
      insideVpc(opts, `${inTable}/${type}::${vpcName}-${kind}-${zone + 1}`),
    );
  return [
    ...["public", "private", "data"].flatMap((kind) =>
      each(kind, "routeTableAssociation:RouteTableAssociation"),
    ),
    ...each("public", "route:Route"),
  ];
}

function insideVpc(opts: pulumi.CustomResourceOptions, rest: string): pulumi.Output<pulumi.Resource> {
  // The URN comes from the component that everything is a part of: what depended on that would wait for itself.
  return withoutDependencies(urnInsideVpc(opts, rest)).apply((urn) => new pulumi.DependencyResource(urn));
}
