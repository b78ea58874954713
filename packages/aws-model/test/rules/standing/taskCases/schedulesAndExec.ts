import { allow, shells } from "../../../support/taskWorld.ts";
import { denied, type TaskCase } from "./taskCase.ts";

const noShell = (action: string) =>
  `TargetNotConnectedException: The execute command failed due to an internal error. Try again later.: ${denied(`ssmmessages:${action}`, "*").replace("web-execution", "web-task")}`;

export const shellCases: TaskCase[] = [
  {
    rule: "task-role-opens-shells",
    what: "no right to channels",
    parts: { task: [allow("s3:*", "*")] },
    message: noShell("CreateControlChannel"),
  },
  {
    rule: "task-role-opens-shells",
    what: "one right is missing",
    parts: { task: [allow(["ssmmessages:Create*", "ssmmessages:OpenControlChannel"], "*")] },
    message: noShell("OpenDataChannel"),
  },
  {
    rule: "task-role-opens-shells",
    what: "a service without shells",
    parts: { task: [allow("s3:*", "*")], service: { enableExecuteCommand: false } },
  },
  { rule: "task-role-opens-shells", what: "just the right to channels", parts: { task: [shells] } },
];
