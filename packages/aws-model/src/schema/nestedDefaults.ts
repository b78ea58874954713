import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

const redirect: Properties = {
  host: "#{host}",
  path: "/#{path}",
  port: "#{port}",
  protocol: "#{protocol}",
  query: "#{query}",
};

/** Values that the provider fills into blocks that are there, by the path of the block without list indexes. */
const defaults: Record<string, Record<string, Properties>> = {
  "aws:cloudfront/distribution:Distribution": {
    origins: { connectionAttempts: 3, connectionTimeout: 10 },
    "origins.customOriginConfig": { originKeepaliveTimeout: 5, originReadTimeout: 30 },
  },
  "aws:ecs/service:Service": {
    deploymentController: { type: "ECS" },
    "volumeConfiguration.managedEbsVolume": { encrypted: true, fileSystemType: "xfs" },
  },
  "aws:lb/listener:Listener": { "defaultActions.redirect": redirect },
  "aws:lb/listenerRule:ListenerRule": { "actions.redirect": redirect },
  "aws:lb/targetGroup:TargetGroup": {
    healthCheck: {
      enabled: true,
      healthyThreshold: 3,
      interval: 30,
      port: "traffic-port",
      protocol: "HTTP",
      unhealthyThreshold: 3,
    },
    stickiness: { cookieDuration: 86400, enabled: true },
  },
  "aws:rds/parameterGroup:ParameterGroup": { parameters: { applyMethod: "immediate" } },
  "aws:scheduler/schedule:Schedule": {
    "target.retryPolicy": { maximumEventAgeInSeconds: 86400, maximumRetryAttempts: 185 },
  },
};

/** The inputs with what the provider fills into their blocks. */
export function withNestedDefaults(type: string, inputs: Properties): Properties {
  let filled: Properties = inputs;
  for (const [path, values] of Object.entries(defaults[type] ?? {})) {
    filled = fill(filled, path.split("."), values);
  }
  return filled;
}

function fill(object: Properties, [name = "", ...rest]: string[], values: Properties): Properties {
  const within = (member: Value): Value => {
    if (Array.isArray(member)) return member.map(within);
    if (!isObject(member)) return member;
    return rest.length === 0 ? { ...values, ...member } : fill(member, rest, values);
  };
  const block = object[name];
  return block === undefined ? object : { ...object, [name]: within(block) };
}
