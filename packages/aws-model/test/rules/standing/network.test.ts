import { describe, expect, test } from "vitest";
import { dataServiceRules } from "../../../src/services/ecs/standing/dataServices.ts";
import { launches } from "../../../src/services/ecs/standing/launches.ts";
import { serviceDiscoveryRules } from "../../../src/services/ecs/standing/serviceDiscovery.ts";
import { execRules, wayOutRules } from "../../../src/services/ecs/standing/wayOut.ts";
import { loadBalancingRules } from "../../../src/services/elbv2/standing.ts";
import type { World } from "../../../src/world/world.ts";
import { smallNetwork } from "../../network/smallNetwork.ts";
import { dataServiceCases } from "./networkCases/dataServices.ts";
import { endpointCases } from "./networkCases/endpoints.ts";
import { internetCases } from "./networkCases/internet.ts";
import { loadBalancingCases } from "./networkCases/loadBalancing.ts";
import { neighbourCases } from "./networkCases/serviceDiscovery.ts";
import { shellCases, stepCases } from "./networkCases/startSteps.ts";

const standing = [...loadBalancingRules, ...dataServiceRules, ...serviceDiscoveryRules, ...execRules];
const names = [...wayOutRules, ...standing].map(({ name }) => name);
const cases = [
  ...internetCases,
  ...endpointCases,
  ...stepCases,
  ...shellCases,
  ...loadBalancingCases,
  ...dataServiceCases,
  ...neighbourCases,
];

/** What a rule says of a world. */
function messages(name: string, world: World): string[] {
  const ofLaunches = wayOutRules
    .filter((rule) => rule.name === name)
    .flatMap((rule) => launches(world).flatMap((launch) => rule.check(launch, world) ?? []));
  const ofWorld = standing
    .filter((rule) => rule.name === name)
    .flatMap((rule) => rule.check(world, launches(world)));
  return [...ofLaunches, ...ofWorld.map(({ message }) => message)];
}

test.each(names)("%s has nothing against the small network", (name) => {
  expect(messages(name, smallNetwork().world)).toEqual([]);
});

describe.each(names)("%s", (name) => {
  test.each(cases.filter(({ rule }) => rule === name))("$what", ({ change, message }) => {
    const network = smallNetwork();
    change(network);
    expect(messages(name, network.world)).toEqual(message === undefined ? [] : [message]);
  });
});

test("every rule is seen to object", () => {
  const tried = new Set(cases.filter(({ message }) => message !== undefined).map(({ rule }) => rule));
  expect(names.filter((name) => !tried.has(name))).toEqual([]);
});
