import { FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, ONE_CALL, seconds } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

const upper = (digits: string): string => digits.toUpperCase();

/** Private names of services. */
export const servicediscovery: Service = {
  name: "ServiceDiscovery",
  types: {
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
      recipe: {
        id: ({ digits }) => `ns-${digits(16)}`,
        filled: (making) => ({
          arn: making.arn("servicediscovery", `namespace/${making.id}`),
          hostedZone: `Z0${upper(making.digits(19))}`,
        }),
      },
      times: {
        create: seconds(44),
        update: seconds(44),
        delete: seconds(44),
        source: `${LOGS}: made in 44 s; the deletion is an estimate.`,
      },
      price: () => ({
        parts: [{ what: "private hosted zone", usd: prices.hostedZoneMonth.usd }],
      }),
    },
    "aws:servicediscovery/service:Service": {
      recipe: {
        id: ({ digits }) => `srv-${digits(16)}`,
        filled: (making) => ({
          arn: making.arn("servicediscovery", `service/${making.id}`),
          type: "DNS_HTTP",
        }),
      },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
