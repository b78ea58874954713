import { crc32 } from "node:zlib";
import { isObject, records, texts } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import type { Invokes } from "./invoke.ts";

interface Document {
  version: string;
  id: string;
  statements: Properties[];
}

/** A policy document, put together from statements and other documents as the provider does it. */
export const policyDocument: Invokes = {
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ args }) => {
    const merged: Document = { version: "", id: "", statements: [] };
    if (args.sourceJson !== undefined) merge(merged, parse(String(args.sourceJson)));
    mergeSources(merged, texts(args.sourcePolicyDocuments));
    merge(merged, documentOf(args));
    for (const override of texts(args.overridePolicyDocuments))
      if (override !== "") merge(merged, parse(override));
    if (args.overrideJson !== undefined) merge(merged, parse(String(args.overrideJson)));

    const document = {
      ...(merged.version === "" ? {} : { Version: merged.version }),
      ...(merged.id === "" ? {} : { Id: merged.id }),
      ...(merged.statements.length === 0 ? {} : { Statement: merged.statements }),
    };
    const json = escaped(JSON.stringify(document, null, 2));
    return {
      id: String(crc32(json)),
      json,
      minifiedJson: escaped(JSON.stringify(document)),
      version: String(args.version ?? "2012-10-17"),
    };
  },
};

/** The document that the arguments themselves describe. */
function documentOf(args: Properties): Document {
  const version = String(args.version ?? "2012-10-17");
  const sids = new Set<string>();
  const statements = records(args.statements).map((statement) => {
    const sid = String(statement.sid ?? "");
    if (sid !== "" && sids.has(sid)) {
      throw new Error(`duplicate Sid (${sid}). Remove the Sid or ensure the Sid is unique.`);
    }
    sids.add(sid);
    return rendered(statement, version);
  });
  return { version, id: String(args.policyId ?? ""), statements };
}

/** The members of a statement in the order in which the provider writes them. */
const memberOrder = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

const ordered = (statement: Record<string, Value | undefined>): Properties =>
  Object.fromEntries(
    memberOrder
      .map((name) => [name, statement[name]])
      .filter((entry): entry is [string, Value] => entry[1] !== undefined && entry[1] !== ""),
  );

const rendered = (statement: Properties, version: string): Properties =>
  ordered({
    Sid: statement.sid,
    Effect: statement.effect ?? "Allow",
    Action: list(texts(statement.actions)),
    NotAction: list(texts(statement.notActions)),
    Resource: list(withVariables(statement.resources, version)),
    NotResource: list(withVariables(statement.notResources, version)),
    Principal: principals(statement.principals, version),
    NotPrincipal: principals(statement.notPrincipals, version),
    Condition: conditions(statement.conditions, version),
  });

/** One value stands alone; several are sorted backwards, as the provider sorts them. */
function list(values: string[]): Value | undefined {
  if (values.length <= 1) return values[0];
  return values.sort().reverse();
}

/** `&{aws:username}` is written for `${aws:username}`, which the program's own language would interpolate. */
function withVariables(values: Value | undefined, version: string): string[] {
  return texts(values).map((text) => {
    if (text.includes("&{") && version === "2008-10-17") {
      throw new Error(
        `found &{ sequence in (${text}), which is not supported in document version 2008-10-17`,
      );
    }
    return text.replaceAll("&{", "${");
  });
}

function principals(value: Value | undefined, version: string): Value | undefined {
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of records(value)) {
    const known = byType[String(type)] ?? [];
    byType[String(type)] = [...known, ...withVariables(identifiers, version)];
  }
  const types = Object.keys(byType).sort();
  if (types.length === 0) return undefined;
  if (types.join() === "*" && byType["*"]?.join() === "*") return "*";
  return Object.fromEntries(types.map((type) => [type, list(byType[type] ?? []) ?? []]));
}

function conditions(value: Value | undefined, version: string): Value | undefined {
  const tests: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of records(value)) {
    const variables = tests[String(test)] ?? {};
    const known = variables[String(variable)] ?? [];
    tests[String(test)] = { ...variables, [String(variable)]: [...known, ...withVariables(values, version)] };
  }
  if (Object.keys(tests).length === 0) return undefined;
  return sorted(tests, (variables) =>
    sorted(variables, (values) => (values.length === 1 ? (values[0] ?? "") : values)),
  );
}

const sorted = <T>(object: Record<string, T>, render: (member: T) => Value): Properties =>
  Object.fromEntries(
    Object.entries(object)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, render(member)]),
  );

/** Source documents follow each other, and no two of their statements may have the same Sid. */
function mergeSources(merged: Document, sources: string[]): void {
  const sids = new Set(merged.statements.map(({ Sid: sid }) => sid));
  for (const [item, source] of sources.entries()) {
    if (source === "") continue;
    const document = parse(source);
    for (const [statement, { Sid: sid }] of document.statements.entries()) {
      if (sid === undefined) continue;
      if (sids.has(sid)) {
        throw new Error(
          `duplicate Sid (${sid}) in source_policy_documents (item ${item}; statement ${statement}). Remove the Sid or ensure Sids are unique.`,
        );
      }
      sids.add(sid);
    }
    merge(merged, document);
  }
}

/** Adds the statements of `over`; one with a Sid takes the place of the statement with the same Sid. */
function merge(merged: Document, over: Document): void {
  if (over.id !== "") merged.id = over.id;
  if (over.version > merged.version) merged.version = over.version;
  for (const statement of over.statements) {
    const { Sid: sid } = statement;
    const same = sid === undefined ? -1 : merged.statements.findIndex((other) => other.Sid === sid);
    if (same < 0) merged.statements.push(statement);
    else merged.statements[same] = statement;
  }
}

function parse(text: string): Document {
  let document: Properties;
  try {
    document = JSON.parse(text) as Properties;
  } catch {
    throw new Error(`a policy document to merge is not JSON: ${text.slice(0, 60)}`);
  }
  const { Version: version, Id: id, Statement: statement } = document;
  const statements = Array.isArray(statement) ? records(statement) : isObject(statement) ? [statement] : [];
  return { version: String(version ?? ""), id: String(id ?? ""), statements: statements.map(ordered) };
}

/** The provider writes these characters as escapes. */
const escaped = (json: string): string =>
  json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
