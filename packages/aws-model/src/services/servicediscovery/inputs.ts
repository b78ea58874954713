import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { between, matches } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const namespace = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:servicediscovery/${kind}`,
  property: "name",
  shapes: [between(1, 1024), matches(/^[0-9A-Za-z._-]+$/)],
  source: `${api}/cloud-map/latest/api/API_${operation}.html`,
});

const shapes: readonly InputShape[] = [
  namespace("privateDnsNamespace:PrivateDnsNamespace", "private-dns-namespace", "CreatePrivateDnsNamespace"),
  namespace("httpNamespace:HttpNamespace", "http-namespace", "CreateHttpNamespace"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
