import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import type { Rule } from "../../rules/rule.ts";
import { unless, when } from "../../rules/shapes.ts";

/** The characters of a security group's texts. */
const groupText = /^[0-9A-Za-z ._\-:/()#,@[\]+=&;{}!$*]*$/;

const groupAlphabet = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

const api = "https://docs.aws.amazon.com";

const shapes: readonly AwsShape[] = [
  {
    name: "security-group-name-alphabet",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "name",
    thing: "Security Group",
    answer: { service: "EC2", operation: "CreateSecurityGroup", code: "InvalidParameterValue" },
    shapes: () => [
      when(/^default$/, "Cannot use reserved security group name: default"),
      unless(
        groupText,
        `Invalid security group name. Valid names are strings less than 256 characters from the following set: ${groupAlphabet}`,
      ),
    ],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  {
    name: "security-group-description-alphabet",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "description",
    thing: "Security Group",
    answer: { service: "EC2", operation: "CreateSecurityGroup", code: "InvalidParameterValue" },
    shapes: () => [
      unless(
        /^[\x20-\x7e]*$/,
        "Value (%s) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
      ),
      unless(
        groupText,
        `Invalid security group description. Valid descriptions are strings less than 256 characters from the following set: ${groupAlphabet}`,
      ),
    ],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  ...["Ingress", "Egress"].map((direction) => ({
    name: `security-group-${direction.toLowerCase()}-rule-description`,
    type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
    property: "description",
    thing: "VPC Security Group Rule",
    unnamed: true,
    answer: {
      service: "EC2",
      operation: `AuthorizeSecurityGroup${direction}`,
      code: "InvalidParameterValue",
    },
    shapes: () => [
      unless(
        /^[0-9A-Za-z ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/,
        `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: ${groupAlphabet}`,
      ),
    ],
    source: `${api}/AWSEC2/latest/APIReference/API_IpRange.html`,
  })),
];

/** What names look like, and which may exist once. */
export const nameRules: readonly Rule[] = shapes.map(asRule);
