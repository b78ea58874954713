import type { Question } from "./question.ts";
import { account } from "./questions/account.ts";
import { addresses } from "./questions/addresses.ts";
import { baseAccount } from "./questions/baseAccount.ts";
import { caa } from "./questions/caa.ts";
import { databases } from "./questions/databases.ts";
import { delegation } from "./questions/delegation.ts";
import { docker } from "./questions/docker.ts";
import { execPlugin } from "./questions/execPlugin.ts";
import { git } from "./questions/git.ts";
import { hostNames } from "./questions/hostNames.ts";
import { images } from "./questions/images.ts";
import { loadBalancer } from "./questions/loadBalancer.ts";
import { mail } from "./questions/mail.ts";
import { network } from "./questions/network.ts";
import { node } from "./questions/node.ts";
import { plugins } from "./questions/plugins.ts";
import { pulumi } from "./questions/pulumi.ts";
import { region } from "./questions/region.ts";
import { rights } from "./questions/rights.ts";
import { serviceRoles } from "./questions/serviceRoles.ts";
import { stackFiles } from "./questions/stackFiles.ts";
import { vcpu } from "./questions/vcpu.ts";
import { vpcs } from "./questions/vpcs.ts";
import { zone } from "./questions/zone.ts";

/** All questions, in the order of the report. */
export const QUESTIONS: readonly Question[] = [
  node,
  pulumi,
  plugins,
  git,
  docker,
  execPlugin,
  stackFiles,
  network,
  account,
  region,
  baseAccount,
  rights,
  serviceRoles,
  vcpu,
  addresses,
  vpcs,
  loadBalancer,
  databases,
  zone,
  delegation,
  caa,
  hostNames,
  mail,
  images,
];
