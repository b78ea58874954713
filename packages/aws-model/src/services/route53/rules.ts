import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import type { Rule } from "../../rules/rule.ts";
import { when } from "../../rules/shapes.ts";
import { nameInZone } from "../../world/dnsNames.ts";
import { text, texts } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

const route53 = "https://docs.aws.amazon.com/Route53/latest/APIReference";

const shapes: readonly AwsShape[] = [
  {
    name: "record-name-shape",
    type: "aws:route53/record:Record",
    property: "name",
    thing: "Route53 Record",
    unnamed: true,
    answer: { service: "Route 53", operation: "ChangeResourceRecordSets", code: "InvalidChangeBatch" },
    shapes: () => [
      when(
        /[^.]{64}/,
        "[Invalid Resource Record: 'FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '%s'']",
      ),
      when(
        /^\.|\.\./,
        "[Invalid Resource Record: 'FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with '%s'']",
      ),
    ],
    source: `${api}/Route53/latest/DeveloperGuide/DomainNameFormat.html`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  {
    name: "txt-record-length",
    source: `${api}/Route53/latest/DeveloperGuide/ResourceRecordTypes.html`,
    applies: { types: ["aws:route53/record:Record"], on: ["create", "update"] },
    // A longer text is several strings of at most 255 characters, with `""` or `" "` between them.
    check: (change) => {
      const { type, records: values } = change.inputs;
      if (type !== "TXT") return undefined;
      const tooLong = texts(values).find((value) => value.split(/" *"/).some((part) => part.length > 255));
      if (tooLong === undefined) return undefined;
      return {
        doing:
          change.action === "create" ? "creating Route53 Record" : `updating Route53 Record (${change.id})`,
        answer: {
          service: "Route 53",
          operation: "ChangeResourceRecordSets",
          code: "InvalidChangeBatch",
        },
        message: `[Invalid Resource Record: 'FATAL problem: CharacterStringTooLong (Value is too long) encountered with '"${tooLong}"'']`,
      };
    },
  },
  {
    name: "record-exists",
    source: `${route53}/API_ChangeResourceRecordSets.html`,
    applies: { types: ["aws:route53/record:Record"], on: ["create"] },
    check: ({ type, inputs, world }) => {
      if (inputs.allowOverwrite === true) return undefined;
      const zone = world.get("aws:route53/zone:Zone", text(inputs.zoneId));
      const name = nameInZone(text(inputs.name), text(zone?.state.name));
      const kind = text(inputs.type);
      // Every zone starts with these two.
      const isZonesOwn = zone !== undefined && name === zone.state.name && (kind === "NS" || kind === "SOA");
      const isThere = world
        .resources(type)
        .some(
          ({ state }) =>
            state.zoneId === inputs.zoneId &&
            state.fqdn === name &&
            state.type === kind &&
            text(state.setIdentifier) === text(inputs.setIdentifier),
        );
      if (!isThere && !isZonesOwn) return undefined;
      return {
        doing: "creating Route53 Record",
        answer: {
          service: "Route 53",
          operation: "ChangeResourceRecordSets",
          code: "InvalidChangeBatch",
        },
        message: `[Tried to create resource record set [name='${name}.', type='${kind}'] but it already exists]`,
      };
    },
  },
];
