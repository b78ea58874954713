import * as pulumi from "@pulumi/pulumi";
import { type DeployTargets, StaticFiles } from "../contracts/deployTargets.ts";
import { makeCluster } from "../ecs/cluster.ts";
import { refuse, refuseLater } from "../shared/errors.ts";
import { ContainerInsights, type DjangoAppArgs } from "./args.ts";
import { checkDjangoAppArgs } from "./check/args.ts";
import { findPlainSecrets, plainSecretsWarning } from "./check/plainSecrets.ts";
import { appContext, taskNetwork } from "./context.ts";
import { clusterName, serviceName, templateFamily } from "./names.ts";
import { makeAlarms } from "./parts/alarms.ts";
import { makeDashboard } from "./parts/dashboard.ts";
import { makeDatabase } from "./parts/database.ts";
import { describeTargets } from "./parts/describeTargets.ts";
import { makeHostNames } from "./parts/hostNames.ts";
import { makeReleaseTable, publishDeployTargets } from "./parts/releases.ts";
import { makeRoles, roleArgs } from "./parts/roles.ts";
import { makeTarget } from "./parts/routing.ts";
import { makeSchedules } from "./parts/scheduledCommands.ts";
import { isAlwaysOn, makeAppService } from "./parts/services.ts";
import { shellCommand } from "./parts/shell.ts";
import { makeTemplate } from "./parts/templates.ts";
import { makeVariables } from "./parts/variables.ts";
import { imagesOf } from "./plan/images.ts";
import { has } from "./plan/parts.ts";
import { planProcesses } from "./plan/planProcesses.ts";
import { bandOf } from "./plan/priorities.ts";
import type { Process, ServiceProcess } from "./plan/processes.ts";
import { defaultHostName, tagsOnTrial, trialOf, warnOfTrial } from "./trial.ts";

/**
 * An environment of a Django and Nuxt application on a base: web servers, Celery workers, beat, the release task and scheduled
 * commands on ECS Fargate, with their routing, secrets, logs and rights. Services start without tasks: a release decides what
 * runs, and how many. A changed setting publishes a new template of the task definition, which the next release takes up.
 */
export class DjangoApp extends pulumi.ComponentResource {
  /** Where the app answers, for example `https://alpha.example.com`. In a trial it is `http://`, and the load balancer's own name. */
  public readonly url: pulumi.Output<string>;
  /** The command that opens a shell in a running web process. Absent where `exec` is false. */
  public readonly shellCommand?: pulumi.Output<string>;
  /** Name of the ECS cluster. */
  public readonly clusterName: pulumi.Output<string>;
  /** Names of the ECS services by process. */
  public readonly serviceNames: pulumi.Output<Record<string, string>>;
  /** Names of the log groups by process. */
  public readonly logGroups: pulumi.Output<Record<string, string>>;
  /** ARNs of the roles that the code of each image runs with: `backend`, and `frontend` where a process runs it. */
  public readonly taskRoleArns: pulumi.Output<Record<string, string>>;
  /** Names of these roles, to attach further policies to. */
  public readonly taskRoleNames: pulumi.Output<Record<string, string>>;
  /** ARN of the role with which ECS starts the tasks. */
  public readonly executionRoleArn: pulumi.Output<string>;
  /** Name of that role, to attach further policies to. */
  public readonly executionRoleName: pulumi.Output<string>;
  /** ARNs of the target groups by process, of those that are behind the load balancer. */
  public readonly targetGroupArns: pulumi.Output<Record<string, string>>;
  /** Everything that a release needs to know. */
  public readonly deployTargets: pulumi.Output<DeployTargets>;
  /** Name of the SSM parameter that holds the deploy targets. */
  public readonly deployTargetsParameter: pulumi.Output<string>;

  constructor(name: string, args: DjangoAppArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse("DjangoApp", checkDjangoAppArgs(name, args));
    super("pulumi-aws-django:index:DjangoApp", name, {}, opts);
    refuseLater("DjangoApp", args, (known) => checkDjangoAppArgs(name, known));
    const readable = findPlainSecrets(args);
    if (readable.length > 0) pulumi.log.warn(plainSecretsWarning(readable), this);

    const context = appContext(name, args, this);
    const { base } = context;
    const network = taskNetwork(context);
    const hostName = pulumi.output(args.hostName ?? base.get((b) => defaultHostName(context.environment, b)));
    this.url = pulumi.interpolate`${base.get((b) => b.scheme)}://${hostName}`;
    warnOfTrial(this, this.url, base);

    const idleTimeout = base.get((b) => b.loadBalancer.idleTimeout);
    const processes = planProcesses(name, args, idleTimeout);
    const images = imagesOf(args, context);
    const database = makeDatabase(args, context);
    const variables = makeVariables(args, processes, { hostName, url: this.url, database }, context);
    const { secretReferences } = variables;
    const roles = makeRoles(roleArgs(args, processes, { images, secretReferences, database }), context);

    const shared = { images, roles, settings: args };
    const template = (process: Process | ServiceProcess, family = serviceName(name, process.name)) =>
      makeTemplate(process, family, variables.of(process), shared, context);

    const update = makeTemplate(
      processes.update,
      serviceName(name, processes.update.name),
      variables.of(processes.update),
      { ...shared, database: database.container },
      context,
    );
    // Of these AWS hands out or overwrites the one that is there, whosever it is. It refuses a log group, so they come after one: an
    // app whose name another one has fails before it has a share in that one's.
    const afterName = { ...context, opts: pulumi.mergeOptions(context.opts, { dependsOn: update.logGroup }) };
    const cluster = makeCluster(
      name,
      {
        name: clusterName(name),
        insights: args.containerInsights ?? ContainerInsights.Off,
        tags: tagsOnTrial(base),
      },
      afterName.opts,
      context.former,
    );
    const scheduled = processes.scheduled.map((process) =>
      template(process, templateFamily(name, process.name)),
    );
    makeSchedules(
      processes.scheduled,
      {
        clusterArn: cluster.cluster.arn,
        roleArns: [roles.executionArn, roles.taskArns.backend],
        network,
        permissions: args.permissions ?? {},
      },
      context,
    );

    const band = args.routing?.band ?? bandOf(name);
    const planned = processes.services.map((process) => ({
      process,
      template: template(process),
      target: process.route && makeTarget(process.name, process.route, hostName, band, context),
    }));
    makeHostNames(hostName, args, band, context);

    const openingHours = has("openingHours", args) ? args.openingHours : undefined;
    const watched = planned.map(({ process, target }) => ({
      process,
      targetGroupSuffix: target?.targetGroup.arnSuffix,
      alwaysOn: isAlwaysOn(process, openingHours),
    }));
    const rollback = has("alarms", args) ? makeAlarms(args.alarms ?? {}, watched, afterName).rollback : {};
    if (has("dashboard", args)) makeDashboard(watched, afterName);

    const exec = args.exec ?? true;
    const serviceDiscovery = has("serviceDiscovery", args);
    const surroundings = { cluster, network, roles, exec, serviceDiscovery, openingHours };
    const services = planned.map((plan) => ({
      ...plan,
      service: makeAppService(plan, rollback[plan.process.word] ?? [], surroundings, context),
    }));

    const releaseTable = makeReleaseTable(args.releaseHistoryBackups ?? true, context);
    this.deployTargets = describeTargets(
      {
        url: this.url,
        trial: trialOf(base).apply((trial) => (trial === undefined ? undefined : true)),
        cluster: cluster.cluster.name,
        releaseTable: releaseTable.name,
        images,
        update,
        services: planned,
        scheduled,
        staticFiles: args.django?.static ?? StaticFiles.Bucket,
        kit: args.django?.kit === true,
      },
      context,
    );
    this.deployTargetsParameter = publishDeployTargets(this.deployTargets, context).name;
    this.clusterName = cluster.cluster.name;
    this.serviceNames = pulumi.output(
      Object.fromEntries(services.map(({ process, service }) => [process.word, service.name])),
    );
    this.logGroups = pulumi.output(
      Object.fromEntries(
        [update, ...scheduled, ...planned.map((plan) => plan.template)].map(({ process, logGroup }) => [
          process.word,
          logGroup.name,
        ]),
      ),
    );
    const ofImages = (byImage: Record<string, pulumi.Output<string>>) =>
      pulumi.output(Object.fromEntries(Object.keys(images).map((image) => [image, byImage[image] ?? ""])));
    this.taskRoleArns = ofImages(roles.taskArns);
    this.taskRoleNames = ofImages(roles.taskNames);
    this.executionRoleArn = roles.executionArn;
    this.executionRoleName = roles.executionName;
    this.targetGroupArns = pulumi.output(
      Object.fromEntries(
        planned.flatMap(({ process, target }) =>
          target === undefined ? [] : [[process.word, target.targetGroup.arn]],
        ),
      ),
    );
    if (exec) this.shellCommand = shellCommand(context);
    this.registerOutputs({
      url: this.url,
      shellCommand: this.shellCommand,
      clusterName: this.clusterName,
      serviceNames: this.serviceNames,
      logGroups: this.logGroups,
      taskRoleArns: this.taskRoleArns,
      taskRoleNames: this.taskRoleNames,
      executionRoleArn: this.executionRoleArn,
      executionRoleName: this.executionRoleName,
      targetGroupArns: this.targetGroupArns,
      deployTargets: this.deployTargets,
      deployTargetsParameter: this.deployTargetsParameter,
    });
  }
}
