import { describeEngine, findEngine } from "../engine/findEngine.ts";
import { type Context, log } from "./context.ts";

/** Says which engine there is. */
export async function engine({ engine }: Context): Promise<void> {
  console.log(describeEngine(engine ?? (await findEngine({ log }))));
}
