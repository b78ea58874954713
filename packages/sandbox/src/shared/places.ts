import { join } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";

/** Everything that the sandbox keeps between commands; git ignores it. */
export const sandboxFolder = join(repository, ".sandbox");
