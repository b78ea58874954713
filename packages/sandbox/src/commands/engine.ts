import { describeEngine, findEngine } from "../engine/findEngine.ts";
import { type Context, log } from "./context.ts";

/** Says which engine is used. */
export async function engine({ engine }: Context): Promise<void> {
  console.log(describeEngine(engine ?? (await findEngine({ log }))));
}
