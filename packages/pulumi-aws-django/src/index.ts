export * from "./app/args.ts";
export { DjangoApp } from "./app/djangoApp.ts";
export * from "./base/args.ts";
export { DjangoBase } from "./base/djangoBase.ts";
export * from "./contract.ts";
export * from "./deployTargets.ts";
