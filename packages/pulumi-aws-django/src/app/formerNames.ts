import * as pulumi from "@pulumi/pulumi";
import { PROCESSES } from "../vocabulary.ts";

/** The component of pulumi-aws-django 1.28 that DjangoApp succeeds. */
const FORMER = "pulumi-contrib:components:EcsApp";

/** The token of a part of it. */
const part = (name: string) => `${FORMER}$pulumi-contrib:components:${name}`;

/** The parts that ran the processes which both know, by process: their tokens end alike, the services in them don't. */
const FORMER_PROCESSES: Record<string, { component: string; service?: string }> = {
  [PROCESSES.gunicorn.physical]: { component: "gunicornWebEcsService", service: "gunicornWebService" },
  [PROCESSES.frontend.physical]: { component: "web-uiWebEcsService", service: "web-uiWebService" },
  default: { component: "defaultWorkerEcsService", service: "defaultCeleryService" },
  [PROCESSES.beat.physical]: { component: "beatWorkerEcsService", service: "beatSchedulerService" },
  [PROCESSES.update.physical]: { component: "backend_updateManagementCommandTask" },
};

const CLUSTER = `${part("EcsClusterResources")}$aws:ecs/cluster:Cluster`;

/**
 * What resources of an app were called by pulumi-aws-django 1.28, so that an `up` on the stack of such an app takes them over
 * instead of making new ones beside them. Only for an app that is named like its stack: the old one always was, and made the
 * same physical names from it.
 */
export interface FormerNames {
  cluster: pulumi.CustomResourceOptions;
  capacityProviders: pulumi.CustomResourceOptions;
  logGroup(process: string): pulumi.CustomResourceOptions;
  service(process: string): pulumi.CustomResourceOptions;
  executionRole: pulumi.CustomResourceOptions;
  executionPolicy: pulumi.CustomResourceOptions;
  taskRole: pulumi.CustomResourceOptions;
  taskPolicy: pulumi.CustomResourceOptions;
  /** The CNAME record is deleted before the A record is made: Route 53 allows no other record beside a CNAME. */
  record: pulumi.CustomResourceOptions;
}

export function formerNames(app: string): FormerNames {
  const stack = pulumi.getStack();
  const called = (path: string): pulumi.CustomResourceOptions =>
    app === stack ? { aliases: [`urn:pulumi:${stack}::${pulumi.getProject()}::${path}`] } : {};
  // 1.28 named its roles and their policies itself, and a change of such a name replaces: each keeps the name that it has. DjangoApp
  // gives none, so that a new one gets a name from the provider.
  const named = (path: string): pulumi.CustomResourceOptions =>
    app === stack ? { ...called(path), ignoreChanges: ["name"] } : {};
  const role = (name: string) => named(`${part("IamResources")}$aws:iam/role:Role::${name}`);
  const policy = (name: string) => named(`${part("IamResources")}$aws:iam/rolePolicy:RolePolicy::${name}`);
  return {
    cluster: called(`${CLUSTER}::EcsCluster`),
    capacityProviders: called(
      `${CLUSTER}$aws:ecs/clusterCapacityProviders:ClusterCapacityProviders::clusterCapacityProviders`,
    ),
    logGroup(process) {
      const known = FORMER_PROCESSES[process];
      if (known === undefined) return {};
      const logs = `${part(known.component)}$pulumi-contrib:components:${process}CwLoggingResources`;
      return called(`${logs}$aws:cloudwatch/logGroup:LogGroup::${process}LogGroup`);
    },
    service(process) {
      const known = FORMER_PROCESSES[process];
      if (known?.service === undefined) return {};
      return called(`${part(known.component)}$aws:ecs/service:Service::${known.service}`);
    },
    executionRole: role("EcsTaskExecutionRole"),
    executionPolicy: policy("EcsTaskExecutionPolicy"),
    taskRole: role("EcsTaskRole"),
    taskPolicy: policy("EcsTaskPolicy"),
    record: {
      ...called(`${FORMER}$aws:route53/record:Record::CnameRecord`),
      deleteBeforeReplace: true,
    },
  };
}
