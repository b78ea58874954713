export * from "./app/args.ts";
export { checkDjangoAppArgs } from "./app/check.ts";
export { DjangoApp } from "./app/djangoApp.ts";
export * from "./base/args.ts";
export { checkBaseName, checkDjangoBaseArgs } from "./base/checks.ts";
export { DjangoBase } from "./base/djangoBase.ts";
export * from "./contract.ts";
export * from "./deployTargets.ts";
export type { Problem } from "./shared/errors.ts";
