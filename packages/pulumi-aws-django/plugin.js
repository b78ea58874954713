// What Pulumi runs when a program of any language uses the components. It is JavaScript, so that Node itself strips the
// types of everything else, and not the older compiler that Pulumi brings along for a TypeScript entry.
export * from "./src/index.ts";
