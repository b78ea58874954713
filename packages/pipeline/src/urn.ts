/** The parts of a URN: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function parseUrn(urn: string): { stack: string; type: string; name: string } {
  const [head = "", , types = "", ...name] = urn.split("::");
  return {
    stack: head.slice("urn:pulumi:".length),
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** A type as Pulumi's own display shortens it: `aws:rds/instance:Instance` becomes `aws:rds:Instance`. */
export function shortType(type: string): string {
  return type.replace(/^([^:]+):([^/:]+)\/[^:]+:/, "$1:$2:");
}
