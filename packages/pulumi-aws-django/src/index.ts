export * from "./app/args.ts";
export { checkDjangoAppArgs } from "./app/check/args.ts";
export * from "./app/containerArgs.ts";
export * from "./app/databaseArgs.ts";
export { DjangoApp } from "./app/djangoApp.ts";
export { ENVIRONMENT, type EnvironmentVariable } from "./app/plan/environment.ts";
export * from "./base/args.ts";
export { checkBaseName, checkDjangoBaseArgs } from "./base/check/args.ts";
export { DjangoBase } from "./base/djangoBase.ts";
export {
  BASE_CONTRACT_VERSION,
  type BaseContract,
  type BaseContractAssets,
  type BaseContractCache,
  type BaseContractDatabase,
  type BaseContractLoadBalancer,
  type BaseContractMail,
  type BaseContractNetwork,
  type BaseContractServiceDiscovery,
  type BaseContractTrial,
  baseContractProblems,
} from "./contracts/baseContract.ts";
export {
  DEPLOY_TARGETS_VERSION,
  type DeployCheck,
  type DeployDatabase,
  type DeployNetwork,
  type DeployService,
  type DeployTargets,
  DeployTargetsError,
  type DeployTask,
  type DeployUpdate,
  deployTargetsJson,
  readDeployTargets,
  StaticFiles,
} from "./contracts/deployTargets.ts";
export type { Problem } from "./shared/errors.ts";
export { looksSecret } from "./shared/looksSecret.ts";
export { deployTargetsParameterName } from "./vocabulary.ts";
