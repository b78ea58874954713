import { crc32 } from "node:zlib";
import { aws, type Finder, type Inputs, text } from "./finder.ts";

/** A rule of a security group: by all that it says. */
export function securityGroupRule(isEgress: boolean): Finder {
  const sides: Record<string, string> = {
    cidrIpv4: "CidrIpv4",
    cidrIpv6: "CidrIpv6",
    prefixListId: "PrefixListId",
    referencedSecurityGroupId: "ReferencedGroupInfo.GroupId",
    ipProtocol: "IpProtocol",
  };
  const ports: Record<string, string> = { fromPort: "FromPort", toPort: "ToPort" };
  return (inputs) => {
    const given = (names: Record<string, string>) =>
      Object.keys(names).filter((name) => inputs[name] !== undefined);
    const terms = [
      `IsEgress==\`${isEgress}\``,
      ...given(sides).map((name) => `${sides[name]}=='${text(inputs, name)}'`),
      ...given(ports).map((name) => `${ports[name]}==\`${text(inputs, name)}\``),
    ];
    const told = ["securityGroupId", ...given(sides), ...given(ports)];
    return {
      kind: "find",
      command: aws(
        inputs,
        `ec2 describe-security-group-rules --filters Name=group-id,Values=${text(inputs, "securityGroupId")}`,
        `SecurityGroupRules[?${terms.join(" && ")}].SecurityGroupRuleId`,
      ),
      by: Object.fromEntries(told.map((name) => [name, text(inputs, name)])),
      looksLike: /^sgr-[0-9a-f]+$/,
    };
  };
}

export const record: Finder = (inputs) => {
  const parts = [
    text(inputs, "zoneId"),
    text(inputs, "name").toLowerCase().replace(/\.$/, ""),
    text(inputs, "type"),
  ];
  return {
    kind: "id",
    id: [...parts, ...(inputs.setIdentifier === undefined ? [] : [text(inputs, "setIdentifier")])].join("_"),
  };
};

export const distribution: Finder = (inputs) => {
  const [origin] = Array.isArray(inputs.origins) ? (inputs.origins as Inputs[]) : [];
  const domain = text(origin ?? {}, "domainName");
  return {
    kind: "find",
    command: aws(
      {},
      "cloudfront list-distributions",
      `DistributionList.Items[?Origins.Items[?DomainName=='${domain}']].Id`,
    ),
    by: { "origins.0.domainName": domain },
    looksLike: /^E[0-9A-Z]+$/,
  };
};

/** A service of Cloud Map: by its namespace and its name. */
export const discovered: Finder = (inputs) => {
  const name = text(inputs, "name");
  const namespace = text((inputs.dnsConfig ?? {}) as Inputs, "namespaceId");
  return {
    kind: "find",
    command: aws(
      inputs,
      `servicediscovery list-services --filters Name=NAMESPACE_ID,Values=${namespace}`,
      `Services[?Name=='${name}'].Id`,
    ),
    by: { name, "dnsConfig.namespaceId": namespace },
    looksLike: /^srv-[0-9a-z]+$/,
  };
};

export const route: Finder = (inputs) => {
  const names = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
  const destination = names.map((name) => inputs[name]).find((value) => typeof value === "string");
  return { kind: "id", id: `r-${text(inputs, "routeTableId")}${crc32(String(destination))}` };
};
