import { describe, expect, test } from "vitest";
import { modulesOf } from "../../src/init/django/modules.ts";
import { evaluateModule } from "../../src/init/python/evaluate.ts";
import { isPython2, parsePython } from "../../src/init/python/syntax.ts";
import { Unknown } from "../../src/init/python/values.ts";
import { tree } from "./support.ts";

/** What is known of the module `settings`, with other files beside it. */
function read(text: string, others: Record<string, string> = {}, variables: Record<string, string> = {}) {
  const files = Object.fromEntries(Object.entries(others).map(([path, one]) => [path, one]));
  const modules = modulesOf(tree({ "settings.py": text, ...files }), ".", new Map(Object.entries(variables)));
  return evaluateModule(modules, "settings");
}

const valueOfA = (text: string, others?: Record<string, string>) => read(text, others).values.get("A");

describe("values", () => {
  test.each([
    ["A = \"one\" 'two'", "onetwo"],
    ['A = r"a\\b"', "a\\b"],
    ['A = "a\\n\\"b"', 'a\n"b'],
    ["A = 1_000 + 2 * 3", 1006],
    ["A: list[str] = ['x', 'y',]", ["x", "y"]],
    ["B = ('x',)\nA = [*B, 'y'] + list(B)", ["x", "y", "x"]],
    ["B = {'x': 1}\nA = {**B, 'y': {'z': None}}", { x: 1, y: { z: null } }],
    ["A = dict(x=1)\nA.update(y=2)\nA['z'] = 3", { x: 1, y: 2, z: 3 }],
    [
      "A = ['x']\nA += ['y']\nA.append('z')\nA.insert(0, 'w')\nA.remove('x')\nA.extend(['v'])",
      ["w", "y", "z", "v"],
    ],
    ["B = 'x'\nA = f'{B}.y'", "x.y"],
    ["A = 'x,y'.split(',')", ["x", "y"]],
    ["A = 'x' if 1 == 2 else 'y'", "y"],
    ["A = None or 'x'", "x"],
    ["A = not []", true],
    ["A = B = 'x'", "x"],
    ["A = (\n  # why\n  'x'  # what\n)", "x"],
    ["A = 'x'\nif DEBUG:\n    A = 'y'", "x"],
    ["DEBUG = True\nif not DEBUG:\n    A = 'x'\nelse:\n    A = 'y'", "x"],
    ["if something():\n    A = 'x'", "x"],
    ["import sys\nA = 'x'\nif 'test' in sys.argv:\n    A = 'y'", "x"],
    ["try:\n    import x\n    A = 'x'\nexcept ImportError:\n    A = 'y'", "x"],
    ["with x():\n    A = 'x'", "x"],
  ])("%s", (text, value) => {
    expect(valueOfA(text)).toEqual(value);
  });

  test("what isn't known keeps its text, and code that can't be parsed hides only itself", () => {
    expect(valueOfA("A = call(1)")).toEqual(new Unknown("call(1)"));
    expect(valueOfA("B = $\nA = 'x'")).toBe("x");
  });
});

describe("modules", () => {
  test("take from others what they import, also in a ring", () => {
    const others = {
      "base/__init__.py": "from .parts import *\nfrom . import more\nfrom settings import A\n",
      "base/parts.py": "from base.more import B as C\nLIST = ['x']\n",
      "base/more.py": "B = 'b'\n",
    };
    const { values } = read(
      "from base import *\nfrom base.parts import (\n  LIST as A,\n)\nA += [C]\n",
      others,
    );
    expect([values.get("A"), values.get("LIST")]).toEqual([["x", "b"], ["x"]]);
  });

  test("take in what django-split-settings includes", () => {
    const { values } = read(
      "from split_settings.tools import include, optional\ninclude('parts/*.py', optional('local.py'))\n",
      { "parts/a.py": "A = 'a'", "parts/b.py": "B = 'b'", "other.py": "C = 'c'" },
    );
    expect([...values]).toEqual([
      ["A", "a"],
      ["B", "b"],
    ]);
  });
});

describe("the environment", () => {
  test.each([
    ['os.environ["X"]', true],
    ['os.environ.get("X")', false],
    ['os.environ.get("X", "y")', false],
    ['os.getenv("X")', false],
    ['env("X")', true],
    ['env.str("X", default="")', false],
    ['env.bool("X", False)', false],
    ['config("X", cast=bool)', true],
    ['config("X", default=1)', false],
    ['int(os.environ["X"])', true],
    ['[one for one in env.list("X")]', undefined],
    ['f(os.environ["X"])', true],
  ])("%s: whether it fails without the variable is %s", (code, isRequired) => {
    expect(read(`A = ${code}`).variables.get("X")?.isRequired).toBe(isRequired);
  });

  test("methods that take a URL apart read a variable of their own, and give no text", () => {
    const { variables, values } = read('A = env.db(default="sqlite:///x")\nB = env.cache_url("MY_CACHE")\n');
    expect([[...variables], values.get("A")]).toEqual([
      [
        ["DATABASE_URL", { isRequired: false }],
        ["MY_CACHE", { isRequired: true }],
      ],
      new Unknown('env.db(default="sqlite:///x")'),
    ]);
  });

  test("what Env() or setdefault has a default for, what is tried, and what is asked for under a condition isn't required", () => {
    const { variables } = read(`import environ
env = environ.Env(A=(bool, False))
env("A")
os.environ.setdefault("B", "b")
B = os.environ["B"]
try:
    C = os.environ["C"]
except KeyError:
    C = None
if call():
    D = os.environ["D"]
if env.bool("USE_S3", default=False):
    E = os.environ["E"]
def later():
    return os.environ["F"]
`);
    expect(Object.fromEntries(variables)).toEqual({
      A: { isRequired: false },
      B: { isRequired: false },
      C: { isRequired: false },
      D: { isRequired: false },
      USE_S3: { isRequired: false },
    });
  });

  test("a variable that names the kind of environment has the value for production", () => {
    const text =
      'import os\nif os.environ.get("DJANGO_ENV", "local") == "prod":\n    A = "x"\nelse:\n    A = "y"\n';
    const { values, choices } = read(text, { "conf/prod.py": "" });
    expect([values.get("A"), [...choices]]).toEqual(["x", [["DJANGO_ENV", "prod"]]]);
    expect([
      ...read('A = env("ENVIRONMENT", default="dev")', {}, { ENVIRONMENT: "live-eu" }).choices,
    ]).toEqual([["ENVIRONMENT", "live-eu"]]);
    expect([...read('A = env("ENVIRONMENT", default="production")').choices]).toEqual([]);
  });
});

test.each([
  ['print "x"\n', true],
  ["try:\n    x()\nexcept ValueError, error:\n    pass\n", true],
  ['print("x")\n', false],
  ["print\n", false],
  ["except_ = 1, 2\n", false],
])("Python 2: %j is %s", (text, is) => {
  expect(isPython2(parsePython(text))).toBe(is);
});
