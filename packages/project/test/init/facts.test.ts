import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readProject } from "../../src/init/facts.ts";
import { treeOf } from "../../src/init/tree.ts";
import { type Files, factsOf, folderWith, STARTPROJECT, tree } from "./support.ts";

describe("a folder", () => {
  test("is listed without what isn't the project's, and without following a ring of links", () => {
    const folder = folderWith({
      "a.py": "",
      "b/c.py": "",
      "node_modules/x.py": "",
      ".git/x.py": "",
      ".venv/x.py": "",
      "env/pyvenv.cfg": "",
      "env/x.py": "",
    });
    symlinkSync(folder, join(folder, "b/ring"));
    symlinkSync("loop", join(folder, "loop"));
    symlinkSync(join(folder, "a.py"), join(folder, "linked.py"));
    expect(treeOf(folder)).toMatchObject({ files: ["a.py", "linked.py", "b/c.py"], limit: undefined });
  });

  test("of more files than anybody's project says that it isn't listed whole", () => {
    const folder = folderWith({ "many/1": "", "many/2": "", "many/3": "", "many/more/4": "" });
    expect(treeOf(folder, 2)).toMatchObject({
      files: ["many/1", "many/2", "many/3"],
      limit: `${folder} has more than 2 files: only those were looked at. Name the folder with manage.py itself, if it is further down.`,
    });
  });

  test("files that are too large, or no text, say nothing", () => {
    const files = tree({ large: "x".repeat(1_000_001), binary: "a\0b", text: "\uFEFFa\r\nb" });
    expect(["large", "binary", "text", "none", "./text"].map(files.read)).toEqual([
      undefined,
      undefined,
      "a\nb",
      undefined,
      "a\nb",
    ]);
  });
});

describe("refuses, in one message", () => {
  const refusal = (folder: string) => {
    try {
      readProject(folder, "../shop");
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const without = (file: string): Files =>
    Object.fromEntries(Object.entries(STARTPROJECT).filter(([path]) => path !== file));

  test("a folder that isn't there, a file, and a link to itself", () => {
    const folder = folderWith({ file: "" });
    symlinkSync("loop", join(folder, "loop"));
    expect(["none", "file", "loop"].map((name) => refusal(join(folder, name)))).toEqual([
      `There is no folder ${folder}/none. Write where the checkout of the project is.`,
      `${folder}/file is a file. Write the folder of the project.`,
      `${folder}/loop is a symbolic link that leads back to itself.`,
    ]);
  });

  test.each<[string, Files, string]>([
    [
      "no manage.py",
      without("manage.py"),
      "../shop isn't a Django project: there is no manage.py of Django in it, or in a folder below it. Write --backend with the folder that has it.",
    ],
    [
      "another framework's",
      { "manage.py": "from flask_script import Manager\n" },
      "../shop isn't a Django project: there is no manage.py of Django in it, or in a folder below it. Its manage.py isn't Django's. Write --backend with the folder that has it.",
    ],
    [
      "two",
      { "a/manage.py": STARTPROJECT["manage.py"] ?? "", "b/manage.py": STARTPROJECT["manage.py"] ?? "" },
      "../shop has more than one manage.py: a/manage.py, b/manage.py. Write --backend with the folder of the one that is meant, for example --backend ../shop/a.",
    ],
    [
      "Python 2",
      { "manage.py": `${STARTPROJECT["manage.py"]}print "x"\n` },
      "../shop/manage.py is Python 2, which no supported Django runs on. Bring the project to Python 3 first.",
    ],
    [
      "broken YAML",
      { ...STARTPROJECT, "docker-compose.yml": "services: {\n" },
      "../shop/docker-compose.yml is not valid YAML: Flow map in block collection must be sufficiently indented and end with a } at line 2, column 1. Mend it, and run init again.",
    ],
    [
      "broken TOML",
      { ...STARTPROJECT, "fly.toml": "[env\n" },
      "../shop/fly.toml is not valid TOML: illegal character in key at line 1, column 5. Mend it, and run init again.",
    ],
    [
      "broken JSON",
      { ...STARTPROJECT, "ui/package.json": "{" },
      "../shop/ui/package.json is not valid JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2). Mend it, and run init again.",
    ],
    [
      "settings that aren't there",
      without("shop/settings.py"),
      "Which settings are those of production?\nmanage.py names the settings shop.settings, and there is no such module.\nWrite --settings with the Python path of the module.",
    ],
  ])("%s", (_, files, message) => {
    expect(refusal(folderWith(files))).toBe(message);
  });

  test("several settings of which none is said to be meant, and one that isn't there", () => {
    const files = {
      "manage.py": "from django.core.management import execute_from_command_line\n",
      "shop/a.py": 'INSTALLED_APPS = []\nROOT_URLCONF = "x"\n',
      "shop/b.py": "from shop.a import *\n",
    };
    expect(refusal(folderWith(files))).toBe(
      "Which settings are those of production?\nmanage.py names no settings.\nWrite --settings with the one that is meant:\n  shop.a\n  shop.b",
    );
    const named = (settings: string) => readProject(folderWith(files), "../shop", { settings }).settings;
    expect(named("shop.b")).toMatchObject({
      module: "shop.b",
      file: "shop/b.py",
      reason: "--settings says so",
    });
    expect(() => named("shop.c")).toThrow(
      '--settings is "shop.c", and the project has no such module.\nWrite --settings with the one that is meant:\n  shop.a\n  shop.b',
    );
  });
});

describe("the settings of production", () => {
  const whole = 'INSTALLED_APPS = []\nROOT_URLCONF = "shop.urls"\n';
  const chosen = (files: Files) => {
    const { module, reason } = factsOf({ "shop/settings.py": "", ...files }).settings;
    return [module, reason];
  };
  const PACKAGE = {
    "shop/conf/base.py": whole,
    "shop/conf/prod.py": "from .base import *\n",
    "shop/conf/dev.py": "from .base import *\n",
  };

  test.each<[string, Files, string[]]>([
    ["the only ones", { "shop/settings.py": whole }, ["shop.settings", "manage.py names it"]],
    [
      "those of the name, whatever manage.py says",
      PACKAGE,
      [
        "shop.conf.prod",
        "of shop.conf.base, shop.conf.dev, shop.conf.prod and shop.settings it is the one for production",
      ],
    ],
    [
      "those that a deployment names come first",
      {
        ...PACKAGE,
        "shop/conf/eu.py": "from .base import *\n",
        "fly.toml": '[env]\nDJANGO_SETTINGS_MODULE = "shop.conf.eu"\n',
      },
      ["shop.conf.eu", "fly.toml names it"],
    ],
    [
      "a deployment that names those of development is no reason",
      {
        ...PACKAGE,
        "docker-compose.yml":
          "services: { web: { build: ., environment: { DJANGO_SETTINGS_MODULE: shop.conf.dev } } }\n",
      },
      [
        "shop.conf.prod",
        "of shop.conf.base, shop.conf.dev, shop.conf.prod and shop.settings it is the one for production",
      ],
    ],
    [
      "wsgi.py's",
      {
        "shop/settings.py": whole,
        "shop/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.other")\n',
        "shop/other.py": whole,
      },
      ["shop.other", "wsgi.py names it"],
    ],
    [
      "a part that is called so isn't taken for the whole",
      {
        "shop/settings.py": `${whole}from shop.parts.production import *\n`,
        "shop/parts/production.py": "INSTALLED_APPS = []\n",
      },
      ["shop.settings", "manage.py names it"],
    ],
  ])("%s", (_, files, expected) => {
    expect(chosen(files)).toEqual(expected);
  });

  test("a class of django-configurations", () => {
    const { settings } = factsOf({
      "shop/settings.py": `from configurations import Configuration
class Common(Configuration):
    INSTALLED_APPS = ["a"]
class Local(Common):
    INSTALLED_APPS = Common.INSTALLED_APPS + ["b"]
class Production(Common):
    MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
`,
    });
    expect([settings.configuration, settings.apps, settings.static.where]).toEqual([
      "Production",
      ["a"],
      "image",
    ]);
  });
});
