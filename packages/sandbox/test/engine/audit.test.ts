import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { update } from "../../src/sandbox/update.ts";

const project = fileURLToPath(new URL("../fixtures/task", import.meta.url));

test("what AWS takes and would not work is found after the up, and no more after it was mended", async () => {
  const sandbox = await openSandbox({ dir: temporaryFolder(), project });
  const up = async (forgetful: boolean) => {
    const { code, errors, findings } = await update(sandbox, "up", "dev", {
      args: ["-c", `forgetful=${forgetful}`],
    });
    return [code, errors, findings.map((finding) => finding.replaceAll(/key-\w{6}/g, "key-……"))];
  };
  const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-……";
  expect(await up(true)).toEqual([
    0,
    [],
    [
      [
        `aws:ecs/service:Service web: ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/execution/<task id> is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
        "(sandbox rule execution-role-reads-secrets, see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets)",
      ].join("\n"),
    ],
  ]);
  expect(await up(false)).toEqual([0, [], []]);
});
