import { createHash } from "node:crypto";
import { isObject } from "../provider/values.ts";
import type { Properties, Value } from "../world/world.ts";
import type { Invokes } from "./invoke.ts";

interface Document {
  Version?: string;
  Id?: string;
  Statement?: Properties[];
}

/** A policy document, put together from statements and other documents as the provider does it. */
export const policyDocument: Invokes = {
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ args }) => {
    const version = String(args.version ?? "2012-10-17");
    const statements = objects(args.statements).map((statement) => render(statement, version));
    refuseRepeatedSids(statements);
    let document: Document = {
      Version: version,
      ...(args.policyId === undefined ? {} : { Id: String(args.policyId) }),
      Statement: statements,
    };
    const sources = merge(texts(args.sourcePolicyDocuments), { unique: true });
    if (sources) document = mergeInto(sources, document);
    const overrides = merge(texts(args.overridePolicyDocuments), {
      unique: false,
    });
    if (overrides) document = mergeInto(document, overrides);

    const json = JSON.stringify(ordered(document), null, 2);
    return {
      id: String(Number.parseInt(createHash("sha256").update(json).digest("hex").slice(0, 8), 16)),
      json,
      minifiedJson: JSON.stringify(ordered(document)),
      version,
    };
  },
};

const objects = (value: Value | undefined): Properties[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

/** One statement in AWS's spelling: lists sorted backwards, as the provider sorts them; a single member stands alone. */
function render(statement: Properties, version: string): Properties {
  const list = (name: string): Value | undefined => {
    const values = texts(statement[name])
      .map((text) => variables(text, version))
      .sort()
      .reverse();
    return values.length === 0 ? undefined : values.length === 1 ? values[0] : values;
  };
  const rendered: Record<string, Value | undefined> = {
    Sid: statement.sid === undefined || statement.sid === "" ? undefined : statement.sid,
    Effect: statement.effect ?? "Allow",
    Action: list("actions"),
    NotAction: list("notActions"),
    Resource: list("resources"),
    NotResource: list("notResources"),
    Principal: principals(statement.principals),
    NotPrincipal: principals(statement.notPrincipals),
    Condition: conditions(statement.conditions, version),
  };
  return Object.fromEntries(
    Object.entries(rendered).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}

/** `&{aws:username}` is written for `${aws:username}`, which the program's own language would interpolate. */
function variables(text: string, version: string): string {
  if (!text.includes("&{")) return text;
  if (version === "2008-10-17")
    throw new Error(`found &{ sequence in (${text}), which is not supported in document version 2008-10-17`);
  return text.replaceAll("&{", "${");
}

function principals(value: Value | undefined): Value | undefined {
  const all = objects(value);
  if (all.length === 0) return undefined;
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of all) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...texts(identifiers)]);
  }
  if (byType.size === 1 && byType.get("*")?.join() === "*") return "*";
  return Object.fromEntries(
    [...byType].map(([type, ids]) => {
      const sorted = [...new Set(ids)].sort().reverse();
      return [type, sorted.length === 1 ? (sorted[0] ?? "") : sorted];
    }),
  );
}

function conditions(value: Value | undefined, version: string): Value | undefined {
  const all = objects(value);
  if (all.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of all) {
    const tests = byTest[String(test)] ?? {};
    byTest[String(test)] = tests;
    tests[String(variable)] = [
      ...(tests[String(variable)] ?? []),
      ...texts(values).map((text) => variables(text, version)),
    ];
  }
  return Object.fromEntries(
    Object.entries(byTest).map(([test, tests]) => [
      test,
      Object.fromEntries(
        Object.entries(tests).map(([variable, values]) => [
          variable,
          values.length === 1 ? (values[0] ?? "") : values,
        ]),
      ),
    ]),
  );
}

function refuseRepeatedSids(statements: Properties[]): void {
  const sids = new Set<Value>();
  for (const { Sid: sid } of statements) {
    if (sid === undefined || sid === "") continue;
    if (sids.has(sid)) {
      throw new Error(
        `duplicate Sid (${sid}). Ensure that Sid values are unique within a policy document or remove them`,
      );
    }
    sids.add(sid);
  }
}

/** Documents one after the other; with `unique`, no two of them may have a statement of the same Sid. */
function merge(documents: string[], { unique }: { unique: boolean }): Document | undefined {
  let merged: Document | undefined;
  for (const text of documents) {
    if (text === "") continue;
    const document = parse(text);
    if (!merged) {
      merged = document;
      continue;
    }
    if (unique) refuseRepeatedSids([...(merged.Statement ?? []), ...(document.Statement ?? [])]);
    merged = mergeInto(merged, document);
  }
  return merged;
}

/** Statements with a Sid of the first document give way to those of the same Sid in the second. */
function mergeInto(base: Document, over: Document): Document {
  const statements = [...(base.Statement ?? [])];
  for (const statement of over.Statement ?? []) {
    const sid = statement.Sid;
    const same = sid === undefined || sid === "" ? -1 : statements.findIndex((other) => other.Sid === sid);
    if (same >= 0) statements[same] = statement;
    else statements.push(statement);
  }
  return { ...base, ...over, Statement: statements };
}

function parse(text: string): Document {
  try {
    const { Statement: statement, ...rest } = JSON.parse(text) as {
      Statement?: Properties | Properties[];
    };
    const list = statement === undefined ? [] : Array.isArray(statement) ? statement : [statement];
    return { ...rest, Statement: list };
  } catch {
    throw new Error(`a policy document to merge is not JSON: ${text.slice(0, 60)}`);
  }
}

function ordered({ Version, Id, Statement }: Document): Properties {
  return {
    ...(Version === undefined ? {} : { Version }),
    ...(Id === undefined ? {} : { Id }),
    Statement: Statement && Statement.length > 0 ? Statement : null,
  };
}
