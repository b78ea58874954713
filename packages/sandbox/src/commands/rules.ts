import { describeRules, listRules } from "../rulesList.ts";
import { look } from "./context.ts";

/** Lists the rules of AWS; as JSON with the types of resources that each is about. */
export function rules({ json }: { json?: boolean }): void {
  const listed = listRules();
  console.log(json ? JSON.stringify(listed, null, 2) : describeRules(listed, look().width));
}
