import type { BaseContract } from "../../../src/index.ts";
import { baseContract } from "./base.ts";

/** The same base in the account of the sandbox: AWS lets nobody take on roles that trust another account only. */
export const sandboxBase = JSON.parse(
  JSON.stringify(baseContract).replaceAll(String(baseContract.accountId), "123456789012"),
) as BaseContract;
