import * as pulumi from "@pulumi/pulumi";
import { DEPLOY_TARGETS_VERSION, type DeployTargets } from "../contracts/deployTargets.ts";
import { makeCluster } from "../ecs/cluster.ts";
import { refuse, refuseLater } from "../shared/errors.ts";
import { partitionOf } from "../shared/iam.ts";
import { physicalName } from "../vocabulary.ts";
import { ContainerInsights, type DjangoAppArgs } from "./args.ts";
import { readBaseContract } from "./base.ts";
import { checkDjangoAppArgs } from "./check/args.ts";
import { findPlainSecrets, plainSecretsWarning } from "./check/plainSecrets.ts";
import type { AppContext } from "./context.ts";
import { formerNames } from "./formerNames.ts";
import { clusterName, serviceName, templateFamily } from "./names.ts";
import { makeAlarms } from "./parts/alarms.ts";
import { makeDashboard } from "./parts/dashboard.ts";
import { describeService, describeTask } from "./parts/describeTargets.ts";
import { internalHostName } from "./parts/discovery.ts";
import { makeReleaseTable, publishDeployTargets } from "./parts/releases.ts";
import { makeRoles } from "./parts/roles.ts";
import { makeRecords, makeTarget } from "./parts/routing.ts";
import { makeSchedules } from "./parts/scheduledCommands.ts";
import { makeSecretKey, makeSecrets } from "./parts/secrets.ts";
import { isAlwaysOn, makeAppService } from "./parts/services.ts";
import { shellCommand } from "./parts/shell.ts";
import { makeTemplate } from "./parts/templates.ts";
import type { EnvironmentFacts } from "./plan/environment.ts";
import { imagesOf } from "./plan/images.ts";
import { has } from "./plan/parts.ts";
import { planProcesses } from "./plan/planProcesses.ts";
import { bandOf } from "./plan/priorities.ts";
import type { Process, ServiceProcess } from "./plan/processes.ts";
import { repositoryOf, sidecarReferences } from "./plan/sidecars.ts";
import { retiredReferences, variablesByProcess } from "./plan/variables.ts";
import { fileSystemsOf } from "./plan/volumes.ts";

/**
 * An environment of a Django and Nuxt application on a base: web servers, Celery workers, beat, the release task and scheduled
 * commands on ECS Fargate, with their routing, secrets, logs and rights. Services start without tasks: a release decides what
 * runs, and how many. A changed setting publishes a new template of the task definition, which the next release takes up.
 */
export class DjangoApp extends pulumi.ComponentResource {
  /** Where the app answers, for example `https://alpha.example.com`. */
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

    const base = readBaseContract(args.base);
    const environment = args.environmentName ?? name;
    const context: AppContext = {
      app: name,
      environment,
      base,
      region: base.get((b) => b.region),
      accountId: base.get((b) => b.accountId),
      partition: partitionOf(base.get((b) => b.loadBalancer.arn)),
      opts: { parent: this },
      former: formerNames(name),
    };
    const exec = args.exec ?? true;
    const permissions = args.permissions ?? {};
    const hostName = pulumi.output(
      args.hostName ?? pulumi.interpolate`${environment}.${base.get((b) => b.domainName)}`,
    );
    this.url = pulumi.interpolate`https://${hostName}`;

    const processes = planProcesses(
      name,
      args,
      base.get((b) => b.loadBalancer.idleTimeout),
    );
    const images = imagesOf(args, context);
    const gunicorn = processes.services.find(({ word }) => word === "gunicorn");
    const facts: EnvironmentFacts = {
      app: name,
      environment,
      base,
      hostName,
      url: this.url,
      settingsModule: args.django?.settingsModule ?? "backend.settings.production",
      sentryDsn: args.django?.sentryDsn ?? "",
      healthCheckPath: gunicorn?.route?.healthCheck.path ?? "",
      secretKeyArn: makeSecretKey(context),
      mail: has("mail", args),
      internalHostName: has("serviceDiscovery", args)
        ? internalHostName(physicalName("gunicorn"), context)
        : undefined,
    };
    const secrets = makeSecrets(args.secretValues ?? {}, context);
    const variables = variablesByProcess(args, processes, facts, secrets);
    const roles = makeRoles(
      {
        repositories: [
          ...Object.values(images).map(({ repository }) => repository),
          ...Object.values(args.sidecars ?? {}).map(({ image }) => pulumi.output(image).apply(repositoryOf)),
        ],
        secretReferences: [
          ...[...variables.values()].flatMap((one) => Object.values(one.secrets)),
          ...retiredReferences(args, processes, secrets),
          ...sidecarReferences(args),
          ...Object.values(images).flatMap(({ credentialsArn }) => credentialsArn ?? []),
        ],
        fileSystems: fileSystemsOf(args, processes),
        exec,
        mail: has("mail", args),
        frontend: images.frontend !== undefined,
        permissions,
      },
      context,
    );

    const cluster = makeCluster(
      name,
      { name: clusterName(name), insights: args.containerInsights ?? ContainerInsights.Off },
      context.opts,
      context.former,
    );
    const network = {
      subnets: base.get((b) => b.network.taskSubnetIds),
      securityGroups: [base.get((b) => b.network.taskSecurityGroupId)],
      assignPublicIp: base.get((b) => b.network.assignPublicIp),
    };
    const template = (process: Process | ServiceProcess, family = serviceName(name, process.name)) =>
      makeTemplate(
        process,
        family,
        variables.get(process) ?? { environment: {}, secrets: {} },
        { images, roles, settings: args },
        context,
      );

    const update = template(processes.update);
    const scheduled = processes.scheduled.map((process) =>
      template(process, templateFamily(name, process.name)),
    );
    makeSchedules(
      processes.scheduled,
      {
        clusterArn: cluster.cluster.arn,
        roleArns: [roles.executionArn, roles.taskArns.backend],
        network,
        permissions,
      },
      context,
    );

    const band = args.routing?.band ?? bandOf(name);
    const planned = processes.services.map((process) => ({
      process,
      template: template(process),
      target: process.route && makeTarget(process.name, process.route, hostName, band, context),
    }));
    if (args.dns ?? (base.known === undefined || base.known.zoneId !== undefined))
      makeRecords(hostName, context);

    const openingHours = has("openingHours", args) ? args.openingHours : undefined;
    const watched = planned.map(({ process, target }) => ({
      process,
      targetGroupSuffix: target?.targetGroup.arnSuffix,
      alwaysOn: isAlwaysOn(process, openingHours),
    }));
    const rollback = has("alarms", args) ? makeAlarms(args.alarms ?? {}, watched, context).rollback : {};
    if (has("dashboard", args)) makeDashboard(watched, context);

    const surroundings = {
      cluster,
      network,
      roles,
      exec,
      serviceDiscovery: has("serviceDiscovery", args),
      openingHours,
    };
    const services = planned.map((plan) => ({
      ...plan,
      service: makeAppService(
        plan.process,
        plan.template,
        plan.target,
        rollback[plan.process.word] ?? [],
        surroundings,
        context,
      ),
    }));

    const releaseTable = makeReleaseTable(args.releaseHistoryBackups ?? true, context);
    this.deployTargets = pulumi
      .output({
        version: DEPLOY_TARGETS_VERSION,
        app: name,
        environment,
        region: context.region,
        url: this.url,
        cluster: cluster.cluster.name,
        releaseTable: releaseTable.name,
        images: Object.fromEntries(
          Object.entries(images).map(([image, { repository }]) => [image, repository]),
        ),
        update: describeTask(name, update),
        services: services
          .toSorted((a, b) => a.process.wave - b.process.wave)
          .map((plan) => describeService(name, plan.template, plan.process, plan.target)),
        scheduled: scheduled.map((made) => describeTask(name, made)),
        network: { ...network, capacityProvider: "FARGATE" },
      })
      .apply((targets) => targets as DeployTargets);
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
