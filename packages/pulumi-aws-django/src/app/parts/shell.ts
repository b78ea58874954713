import * as pulumi from "@pulumi/pulumi";
import { PROCESSES } from "../../vocabulary.ts";
import type { AppContext } from "../context.ts";
import { clusterName, serviceName } from "../names.ts";

/** The command that opens a shell in a running web process: it asks for a task first, because tasks come and go. */
export function shellCommand({ app, region }: AppContext): pulumi.Output<string> {
  const gunicorn = PROCESSES.gunicorn.physical;
  const where = pulumi.interpolate`--region ${region} --cluster ${clusterName(app)}`;
  const task = pulumi.interpolate`aws ecs list-tasks ${where} --service-name ${serviceName(app, gunicorn)} --desired-status RUNNING --query 'taskArns[0]' --output text`;
  return pulumi.interpolate`aws ecs execute-command ${where} --task "$(${task})" --container ${gunicorn} --interactive --command /bin/sh`;
}
