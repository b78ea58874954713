import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readProject } from "../../src/init/facts.ts";
import { PLACEHOLDERS } from "../../src/init/settle/answers.ts";
import { planApp } from "../../src/init/settle/plan.ts";
import { backendDockerfile } from "../../src/init/write/dockerfile.ts";
import { frontendDockerfile } from "../../src/init/write/frontendDockerfile.ts";
import { committedTexts, contractVariables } from "../../src/init/write/texts.ts";

const repository = resolve(import.meta.dirname, "../../../..");
const text = (file: string) => readFileSync(join(repository, file), "utf8");

/** To make them anew: `node packages/project/scripts/committed.ts`. */
test("the committed files are what init writes for the starter, with placeholders", async () => {
  const given = await contractVariables();
  const texts = committedTexts({ folder: repository, project: "ublog" }, given);
  expect(texts).toEqual({
    base: text("Pulumi.base.yaml"),
    app: text("Pulumi.alpha.yaml"),
    images: text(".ublog.yaml"),
  });
});

test("the starter's Dockerfiles are what init makes of them for the starter", async () => {
  const [backend, frontend] = ["packages/starter/backend", "packages/starter/frontend"];
  const facts = readProject(join(repository, backend), backend, {
    frontend: { folder: join(repository, frontend), shown: frontend },
  });
  const plan = planApp(facts, PLACEHOLDERS, await contractVariables());
  expect(backendDockerfile(text(`${backend}/Dockerfile`), facts, plan)).toBe(text(`${backend}/Dockerfile`));
  expect(facts.frontend && frontendDockerfile(text(`${frontend}/Dockerfile`), facts.frontend)).toBe(
    text(`${frontend}/Dockerfile`),
  );
});
