import { AwsError } from "../shared/apiError.ts";
import { type AttributeValue, compare, type Item } from "./values.ts";

/** What a request says about the names and values in its expressions. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Whether an item fulfils a condition or key condition. A missing item has no attributes. */
export function fulfils(expression: string, item: Item, placeholders: Placeholders): boolean {
  const parser = new Parser(expression, item, placeholders);
  const result = parser.or();
  parser.end();
  return result;
}

/** The item after an update expression (`SET` and `REMOVE`). */
export function updated(expression: string, item: Item, placeholders: Placeholders): Item {
  const parser = new Parser(expression, item, placeholders);
  const result = parser.update();
  parser.end();
  return result;
}

const TOKEN = /\s*(<=|>=|<>|[=<>(),+-]|[#:]?[A-Za-z_][A-Za-z0-9_]*)/y;

/** Evaluates while it parses: both operands of AND and OR are read in any case. */
class Parser {
  readonly #tokens: string[] = [];
  readonly #item: Item;
  readonly #placeholders: Placeholders;
  #at = 0;

  constructor(expression: string, item: Item, placeholders: Placeholders) {
    this.#item = item;
    this.#placeholders = placeholders;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < expression.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(expression);
      if (match?.[1] === undefined) throw invalid(`Syntax error; near: "${expression.slice(from)}"`);
      this.#tokens.push(match[1]);
    }
  }

  or(): boolean {
    let result = this.#and();
    while (this.#take("OR")) result = this.#and() || result;
    return result;
  }

  update(): Item {
    const result = { ...this.#item };
    while (this.#at < this.#tokens.length) {
      const isSet = this.#take("SET");
      if (!isSet) this.#expect("REMOVE");
      do {
        const name = this.#name();
        if (!isSet) delete result[name];
        else {
          this.#expect("=");
          result[name] = this.#sum();
        }
      } while (this.#take(","));
    }
    return result;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw invalid(`Syntax error; token: "${this.#tokens[this.#at]}"`);
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#take("AND")) result = this.#not() && result;
    return result;
  }

  #not(): boolean {
    if (this.#take("NOT")) return !this.#not();
    if (this.#take("(")) {
      const result = this.or();
      this.#expect(")");
      return result;
    }
    for (const [word, wanted] of [
      ["attribute_exists", true],
      ["attribute_not_exists", false],
    ] as const)
      if (this.#take(word)) {
        this.#expect("(");
        const result = this.#item[this.#name()] !== undefined;
        this.#expect(")");
        return result === wanted;
      }
    if (this.#take("begins_with")) {
      this.#expect("(");
      const value = this.#operand();
      this.#expect(",");
      const prefix = this.#operand()?.S ?? "";
      this.#expect(")");
      return value?.S?.startsWith(prefix) ?? false;
    }
    return this.#comparison();
  }

  #comparison(): boolean {
    const left = this.#operand();
    const operator = this.#next();
    const order = compare(left, this.#operand());
    const outcomes: Record<string, boolean | undefined> = {
      "=": order === 0,
      "<>": order !== 0,
      "<": order !== undefined && order < 0,
      "<=": order !== undefined && order <= 0,
      ">": order !== undefined && order > 0,
      ">=": order !== undefined && order >= 0,
    };
    const outcome = outcomes[operator];
    if (outcome === undefined) throw invalid(`Syntax error; token: "${operator}"`);
    return outcome;
  }

  #sum(): AttributeValue {
    let result = this.#value();
    for (;;) {
      const sign = this.#take("+") ? 1 : this.#take("-") ? -1 : 0;
      if (sign === 0) return result;
      result = { N: String(Number(result.N) + sign * Number(this.#value().N)) };
    }
  }

  #value(): AttributeValue {
    if (this.#take("if_not_exists")) {
      this.#expect("(");
      const known = this.#item[this.#name()];
      this.#expect(",");
      const otherwise = this.#value();
      this.#expect(")");
      return known ?? otherwise;
    }
    const value = this.#operand();
    if (value === undefined)
      throw invalid("The provided expression refers to an attribute that does not exist in the item");
    return value;
  }

  #operand(): AttributeValue | undefined {
    const token = this.#tokens[this.#at];
    if (!token?.startsWith(":")) return this.#item[this.#name()];
    this.#at += 1;
    const value = this.#placeholders.ExpressionAttributeValues?.[token];
    if (value === undefined) throw invalid(`An expression attribute value is not defined; value: ${token}`);
    return value;
  }

  #name(): string {
    const token = this.#next();
    if (!token.startsWith("#")) return token;
    const name = this.#placeholders.ExpressionAttributeNames?.[token];
    if (name === undefined) throw invalid(`An expression attribute name is not defined; name: ${token}`);
    return name;
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw invalid("Syntax error; unexpected end of expression");
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw invalid(`Syntax error; expected "${token}"`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", `Invalid expression: ${message}`);
}
