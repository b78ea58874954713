import { expect, test } from "vitest";
import { baseContract } from "./support/base.ts";
import { ROLE, ROLE_POLICY, recordApp, statementsOf } from "./support/recordApp.ts";

/** An app with everything on that asks for rights. */
const recording = await recordApp({
  base: {
    ...baseContract,
    mail: {
      identityArn: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
      domainName: "example.com",
    },
  },
  frontend: { enabled: true },
  secretValues: { A: "b" },
  secrets: { C: "arn:aws:ssm:us-east-1:111122223333:parameter/c" },
  scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)" } },
  permissions: { databaseSecret: true },
});
const rights = recording
  .of(ROLE_POLICY)
  .flatMap((r) =>
    statementsOf(recording, r.name).flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ role: r.name, action, resource }))),
    ),
  );

test("no right is for a whole service, and no resource for a whole account", () => {
  for (const { role, action, resource } of rights) {
    expect(action, role).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    // What has no narrower resource is a rule of the wellArchitected suite.
    if (resource === "*") continue;
    expect(resource, role).toMatch(/^arn:aws:[a-z0-9-]+:([a-z0-9-]+)?:(\d{12})?:[^*]*(\*|:\*)?$/);
    expect(resource, role).toMatch(/alpha|ublog-|base-|parameter\/c|identity\/example\.com/);
  }
});

test("no role can be taken on by more than one service, and by none for another account", () => {
  for (const { name, inputs } of recording.of(ROLE)) {
    const { Statement } = JSON.parse(String(inputs.assumeRolePolicy));
    expect(Statement, name).toHaveLength(1);
    expect(Statement[0].Principal.Service, name).toMatch(/^(ecs-tasks|scheduler)\.amazonaws\.com$/);
    expect(Statement[0].Condition.StringEquals, name).toEqual({ "aws:SourceAccount": "111122223333" });
    expect(Statement[0].Condition.ArnLike["aws:SourceArn"], name).toContain("111122223333");
  }
});
