import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { trustPolicyJson } from "../../shared/iam.ts";
import type { PermissionArgs } from "../args.ts";
import type { AppContext } from "../context.ts";
import { scheduleGroupName, serviceName } from "../names.ts";
import type { ScheduledProcess } from "../plan/processes.ts";
import { schedulerStatements } from "./policies.ts";
import { makeRole } from "./roles.ts";

/** What the tasks of scheduled commands need. */
export interface CommandSurroundings {
  clusterArn: pulumi.Input<string>;
  /** The roles of the tasks, which the scheduler passes on. */
  roleArns: pulumi.Input<string>[];
  network: {
    subnets: pulumi.Input<pulumi.Input<string>[]>;
    securityGroups: pulumi.Input<string>[];
    assignPublicIp: pulumi.Input<boolean>;
  };
  permissions: PermissionArgs;
}

/** How often, and for how long, AWS tries to start a task that it could not start. */
const RETRIES = { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 };

/**
 * Makes the schedules of an app. Each runs the newest revision of the command's family. Only releases register there (Pulumi's
 * templates are in another family), so that a schedule runs what was released, and nothing before the first release.
 */
export function makeSchedules(
  commands: readonly ScheduledProcess[],
  surroundings: CommandSurroundings,
  context: AppContext,
): void {
  if (commands.length === 0) return;
  const { app, partition, region, accountId, opts } = context;
  const groupName = scheduleGroupName(app);
  const group = new aws.scheduler.ScheduleGroup(groupName, { name: groupName }, opts);
  const familyArn = (process: string) =>
    pulumi.interpolate`arn:${partition}:ecs:${region}:${accountId}:task-definition/${serviceName(app, process)}`;
  const { role, policy } = makeRole(
    {
      part: "scheduler",
      trust: trustPolicyJson("scheduler.amazonaws.com", {
        accountId,
        sourceArn: pulumi.interpolate`arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${groupName}`,
      }),
      permissions: surroundings.permissions,
      statements: [
        pulumi
          .all([surroundings.clusterArn, commands.map(({ name }) => familyArn(name)), surroundings.roleArns])
          .apply(([cluster, families, roles]) => schedulerStatements(cluster, families, roles)),
      ],
    },
    context,
  );
  for (const command of commands) {
    new aws.scheduler.Schedule(
      `${app}-${command.name}`,
      {
        name: command.name,
        groupName: group.name,
        scheduleExpression: command.schedule,
        scheduleExpressionTimezone: command.timeZone,
        state: command.enabled ? "ENABLED" : "DISABLED",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: surroundings.clusterArn,
          roleArn: role.arn,
          ecsParameters: {
            taskDefinitionArn: familyArn(command.name),
            taskCount: 1,
            capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
            networkConfiguration: surroundings.network,
          },
          retryPolicy: RETRIES,
        },
      },
      pulumi.mergeOptions(opts, policy === undefined ? {} : { dependsOn: [policy] }),
    );
  }
}
