import type { SyntaxNode } from "@lezer/common";
import { choiceOf } from "./choices.ts";
import { evaluate, isTrue, type Surroundings } from "./expressions.ts";
import { applyMethod } from "./methods.ts";
import { type Modules, newScope, type Scope } from "./scope.ts";
import { argumentsOf, childrenOf, dottedName, partsOf, type Source, textOf } from "./syntax.ts";
import { copyOf, isDict, type PyDict, type PyValue, textsOf, Unknown } from "./values.ts";

/** Reads a module and what it imports of the project, in the order in which Python would run it. DEBUG is taken to be off. */
export function evaluateModule(modules: Modules, name: string): Scope {
  // One that imports itself in a ring finds what it has so far, as in Python.
  const known = modules.known.get(name);
  if (known !== undefined) return known;
  const scope = newScope();
  modules.known.set(name, scope);
  const module = modules.find(name);
  if (module !== undefined) new Reader(modules, name, module, scope).run(module.source.root, false);
  return scope;
}

/** The body of a class, read as if it were a module. */
export function evaluateBody(modules: Modules, name: string, body: SyntaxNode, source: Source, scope: Scope) {
  new Reader(modules, name, { source, isPackage: false }, scope).run(body, false);
}

class Reader {
  private readonly modules: Modules;
  private readonly name: string;
  private readonly source: Source;
  private readonly isPackage: boolean;
  private readonly scope: Scope;
  /** What `Env(NAME=(type, default))` says. */
  private readonly defaults = new Map<string, PyValue>();
  private isConditional = false;
  private readonly around: Surroundings;

  constructor(modules: Modules, name: string, module: { source: Source; isPackage: boolean }, scope: Scope) {
    this.modules = modules;
    this.name = name;
    this.source = module.source;
    this.isPackage = module.isPackage;
    this.scope = scope;
    this.around = {
      source: module.source,
      // Whatever decides DEBUG: in production it is off.
      lookUp: (of) => (/^(settings\.)?DEBUG$/.test(of) ? false : scope.values.get(of)),
      reads: (variable, otherwise) => this.read(variable, otherwise),
    };
  }

  /** Notes that a variable is read. One that names the kind of environment has the value for production. */
  private read(variable: string, otherwise: PyValue | undefined): PyValue | undefined {
    const { variables, choices } = this.scope;
    const fallback = otherwise ?? this.defaults.get(variable) ?? otherwise;
    const known = variables.get(variable)?.isRequired ?? false;
    const fails = fallback === undefined && !this.isConditional;
    variables.set(variable, { isRequired: known || fails });
    const choice = choiceOf(variable, fallback, this.modules);
    if (choice === undefined) return fallback;
    choices.set(variable, choice);
    return choice;
  }

  run(block: SyntaxNode, isConditional: boolean): void {
    const before = this.isConditional;
    this.isConditional ||= isConditional;
    for (const statement of partsOf(block)) this.statement(statement);
    this.isConditional = before;
  }

  private statement(node: SyntaxNode): void {
    switch (node.name) {
      case "StatementGroup":
        this.run(node, false);
        return;
      case "ImportStatement":
        this.importStatement(node);
        return;
      case "AssignStatement":
        this.assign(node);
        return;
      case "UpdateStatement":
        this.update(node);
        return;
      case "ExpressionStatement":
        this.expression(partsOf(node)[0]);
        return;
      case "IfStatement":
        this.ifStatement(node);
        return;
      case "TryStatement":
        this.tryStatement(node);
        return;
      case "WithStatement":
        this.bodies(node, false);
        return;
      case "ForStatement":
      case "WhileStatement":
      case "MatchStatement":
        this.bodies(node, true);
        return;
      case "DecoratedStatement":
        for (const part of partsOf(node)) {
          if (part.name === "Decorator") this.scope.decorators.push(textOf(this.source, part));
          else this.statement(part);
        }
        return;
      case "ClassDefinition":
        this.classDefinition(node);
        return;
    }
  }

  private bodies(node: SyntaxNode, isConditional: boolean): void {
    for (const part of partsOf(node)) if (part.name === "Body") this.run(part, isConditional);
  }

  private ifStatement(node: SyntaxNode): void {
    let isDecided = false;
    let test: SyntaxNode | undefined;
    let isUncertain = false;
    for (const part of partsOf(node)) {
      if (part.name === "if" || part.name === "elif" || part.name === "else") test = undefined;
      else if (part.name !== "Body") test = part;
      else if (!isDecided) {
        const decided = test === undefined ? true : this.test(test);
        if (decided instanceof Unknown) {
          isUncertain = true;
          this.run(part, true);
        } else if (decided) {
          this.run(part, isUncertain);
          isDecided = true;
        }
      }
    }
  }

  /** The outcome of a test; that of one about tests that are running is no. */
  private test(node: SyntaxNode): boolean | Unknown {
    const text = textOf(this.source, node);
    const value = evaluate(node, this.around);
    if (!(value instanceof Unknown)) return isTrue(value);
    return /\bsys\.argv\b/.test(text) && /\btest/.test(text) && !/\bnot\b/.test(text) ? false : value;
  }

  private tryStatement(node: SyntaxNode): void {
    let isTried = true;
    for (const part of partsOf(node)) {
      if (part.name === "except") isTried = false;
      if (part.name === "else" || part.name === "finally") isTried = true;
      // What is done where an import fails isn't done where it doesn't.
      if (part.name === "Body" && isTried) this.run(part, true);
    }
  }

  private assign(node: SyntaxNode): void {
    const groups: SyntaxNode[][] = [[]];
    for (const child of childrenOf(node)) {
      if (child.name === "AssignOp") groups.push([]);
      else if (child.name !== "TypeDef") groups.at(-1)?.push(child);
    }
    const given = groups.pop() ?? [];
    const value =
      given.length === 1
        ? evaluate(given[0], this.around)
        : given.filter(({ name }) => name !== ",").map((one) => evaluate(one, this.around));
    for (const [target, ...others] of groups)
      if (target !== undefined && others.length === 0) this.set(target, value);
    this.noteDefaults(given[0]);
  }

  /** The defaults in `env = environ.Env(DEBUG=(bool, False))`. */
  private noteDefaults(node: SyntaxNode | undefined): void {
    if (node?.name !== "CallExpression") return;
    const [called = null, list = null] = partsOf(node);
    if (!/(^|\.)(FileAware)?Env$/.test(dottedName(this.source, called) ?? "")) return;
    for (const [name, one] of Object.entries(argumentsOf(this.source, list).named)) {
      const pair = evaluate(one, this.around);
      if (Array.isArray(pair) && pair.length > 1) this.defaults.set(name, pair[1] ?? null);
    }
  }

  private set(target: SyntaxNode, value: PyValue): void {
    const name = dottedName(this.source, target);
    if (name !== undefined) {
      this.scope.values.set(name, value);
      return;
    }
    if (target.name !== "MemberExpression") return;
    const [object, key] = partsOf(target);
    const dict = evaluate(object, this.around);
    const at = evaluate(key, this.around);
    if (isDict(dict) && typeof at === "string") dict[at] = value;
    // `DATABASES["default"] = …` where the dict is another module's.
    else if (object?.name === "VariableName" && typeof at === "string") {
      const made: PyDict = { [at]: value };
      this.scope.values.set(textOf(this.source, object), made);
    }
  }

  private update(node: SyntaxNode): void {
    const [target, operator, given] = childrenOf(node);
    if (target === undefined || operator === undefined) return;
    const before = evaluate(target, this.around);
    const more = evaluate(given, this.around);
    const isPlus = textOf(this.source, operator) === "+=";
    if (isPlus && (Array.isArray(before) || Array.isArray(more)))
      this.set(
        target,
        [before, more].flatMap((one) => (Array.isArray(one) ? one : [one])),
      );
    else if (isPlus && typeof before === "string" && typeof more === "string")
      this.set(target, before + more);
    else if (isDict(before) && isDict(more)) this.set(target, { ...before, ...more });
  }

  private expression(node: SyntaxNode | undefined): void {
    if (node?.name !== "CallExpression") return;
    evaluate(node, this.around);
    const [called, list = null] = partsOf(node);
    const name = dottedName(this.source, called ?? null);
    const { positional, named } = argumentsOf(this.source, list);
    const args = positional.map((one) => evaluate(one, this.around));
    if (name === "include" && this.scope.imports.has("split_settings.tools")) {
      this.include(args);
      return;
    }
    if (name !== undefined && /(^|\.)environ\.setdefault$/.test(name) && typeof args[0] === "string")
      this.defaults.set(args[0], args[1] ?? null);
    if (name !== undefined) {
      const all = [...args, ...Object.values(named).map((one) => evaluate(one, this.around))];
      this.scope.calls.push({ name, args: all });
    }
    if (called?.name !== "MemberExpression") return;
    const [object, method] = partsOf(called);
    if (object === undefined || method === undefined) return;
    const keywords = Object.entries(named).map(([key, one]) => [key, evaluate(one, this.around)] as const);
    applyMethod(
      textOf(this.source, method),
      evaluate(object, this.around),
      args,
      Object.fromEntries(keywords),
      {
        scope: this.scope,
        object: dottedName(this.source, object),
      },
    );
  }

  /** django-split-settings: `include("components/base.py", optional("local.py"))`. */
  private include(args: readonly PyValue[]): void {
    for (const pattern of args.flatMap((one) =>
      one instanceof Unknown
        ? [...(/["']([^"']+\.py)["']/g.exec(one.source) ?? [])].slice(1)
        : textsOf([one]),
    ))
      for (const module of this.modules.beside(this.isPackage ? `${this.name}.__init__` : this.name, pattern))
        this.take(module, "*");
  }

  private importStatement(node: SyntaxNode): void {
    const text = textOf(this.source, node).replace(/#.*$/gm, "").replace(/\\\n/g, " ");
    const [, from, what] = /^from\s+([.\w\s]+?)\s+import\s+([\s\S]+)$/.exec(text) ?? [];
    if (from === undefined || what === undefined) {
      for (const one of text.replace(/^import\s+/, "").split(","))
        this.scope.imports.add(one.trim().split(/\s+/)[0] ?? "");
      return;
    }
    const module = this.absolute(from.replace(/\s+/g, ""));
    this.scope.imports.add(module);
    if (what.trim() === "*") {
      this.take(module, "*");
      return;
    }
    const names = what.replace(/[()]/g, "").split(",");
    for (const one of names) {
      const [name = "", , as = name] = one.trim().split(/\s+/);
      if (name !== "") this.take(module, name, as);
    }
  }

  private absolute(from: string): string {
    const dots = /^\.*/.exec(from)?.[0].length ?? 0;
    if (dots === 0) return from;
    const parts = this.name.split(".");
    const base = parts.slice(0, parts.length - (this.isPackage ? dots - 1 : dots));
    return [...base, ...from.slice(dots).split(".")].filter((part) => part !== "").join(".");
  }

  /** Takes names from another module of the project. */
  private take(module: string, name: string, as = name): void {
    const other = evaluateModule(this.modules, module);
    for (const [variable, { isRequired }] of other.variables) {
      const known = this.scope.variables.get(variable)?.isRequired ?? false;
      this.scope.variables.set(variable, { isRequired: known || (isRequired && !this.isConditional) });
    }
    for (const [variable, choice] of other.choices) this.scope.choices.set(variable, choice);
    for (const one of other.imports) this.scope.imports.add(one);
    this.scope.classes.push(...other.classes);
    if (name === "*") {
      this.scope.calls.push(...other.calls);
      for (const [key, value] of other.values) this.scope.values.set(key, copyOf(value));
      return;
    }
    const value = other.values.get(name);
    if (value !== undefined) this.scope.values.set(as, copyOf(value));
  }

  private classDefinition(node: SyntaxNode): void {
    const parts = partsOf(node);
    const name = parts.find((part) => part.name === "VariableName");
    const body = parts.find((part) => part.name === "Body");
    const list = parts.find((part) => part.name === "ArgList") ?? null;
    if (name === undefined || body === undefined) return;
    const bases = argumentsOf(this.source, list).positional.map((one) => textOf(this.source, one));
    this.scope.classes.push({ name: textOf(this.source, name), bases, body, source: this.source });
  }
}
