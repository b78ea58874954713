import { serviceOf, typeOf } from "./services.ts";

const kindOf = (type: string): string => type.split(":").at(-1) ?? type;

/** The service of a type as the SDK spells it. */
export const serviceName = (type: string): string =>
  serviceOf(type)?.name ?? type.split(":")[1]?.split("/")[0] ?? "";

/** What the provider calls a resource of a type: its service and the words of its type, unless the descriptor says otherwise. */
export function thingOf(type: string): string {
  const words = kindOf(type).replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2");
  const service = serviceName(type).replace("Elastic Load Balancing v2", "ELBv2");
  return typeOf(type).words?.thing ?? `${service} ${words}`;
}

/** The operation of AWS that creates, updates or deletes a resource of a type. */
export function operationOf(type: string, action: "create" | "update" | "delete"): string {
  const { create, remove } = typeOf(type).words ?? {};
  if (action === "create") return create ?? `Create${kindOf(type)}`;
  if (action === "delete") return remove ?? `Delete${kindOf(type)}`;
  return `Modify${kindOf(type)}`;
}
