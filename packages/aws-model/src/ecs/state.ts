import type { Scenario, Scenarios } from "./behaviour.ts";

/**
 * Everything the model of ECS knows, as plain JSON: it can be kept in a file between two commands. Times are milliseconds
 * since 1970 on a virtual clock that only `advance` moves.
 */
export interface EcsState {
  account: string;
  region: string;
  /** The virtual time. */
  now: number;
  /** Counts what needs an id, so that the same calls give the same ids. */
  serial: number;
  /** By name. */
  clusters: Record<string, Cluster>;
  /** By `<family>:<revision>`. */
  definitions: Record<string, Definition>;
  /** By `<cluster>/<service>`. */
  services: Record<string, Service>;
  /** By id. */
  tasks: Record<string, Task>;
  /** What the image registry holds. */
  images: Image[];
  /** How containers behave, by image tag. */
  scenarios: Scenarios;
  /** What the containers of services do unless their version's scenario says otherwise. */
  usual: Scenario;
  /** Log lines by group, then stream. A group that is missing here can't be written to. */
  logs: Record<string, Record<string, LogLine[]>>;
}

export interface Cluster {
  name: string;
  status: "ACTIVE" | "INACTIVE";
}

export interface Tag {
  key: string;
  value: string;
}

/** A container of a task definition. The model reads what is named here and returns the rest unchanged. */
export interface ContainerDefinition {
  name: string;
  image: string;
  essential?: boolean;
  healthCheck?: unknown;
  /** Which containers of the task it waits for; SUCCESS and COMPLETE wait for their end. */
  dependsOn?: { containerName: string; condition: string }[];
  /** How long the others wait for it, in seconds. */
  startTimeout?: number;
  logConfiguration?: { logDriver: string; options?: Record<string, string> };
  [more: string]: unknown;
}

/** What RegisterTaskDefinition takes, without tags. */
export interface DefinitionBody {
  family: string;
  containerDefinitions: ContainerDefinition[];
  [more: string]: unknown;
}

export interface Definition {
  revision: number;
  status: "ACTIVE" | "INACTIVE";
  registeredAt: number;
  body: DefinitionBody;
  tags: Tag[];
}

export interface Deployment {
  /** `ecs-svc/` and 19 digits. */
  id: string;
  status: "PRIMARY" | "ACTIVE";
  /** ARN of the revision. */
  taskDefinition: string;
  rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  rolloutStateReason: string;
  failedTasks: number;
  createdAt: number;
  updatedAt: number;
}

/** A target group that the tasks of a service are in. */
export interface Balancer {
  targetGroupArn: string;
  containerName: string;
  containerPort: number;
  /** Whether something in the network keeps its health checks from the tasks, such as a security group. */
  isKeptOut?: boolean;
}

export interface Service {
  cluster: string;
  name: string;
  status: "ACTIVE" | "DRAINING" | "INACTIVE";
  /** ARN of the revision asked for last. */
  taskDefinition: string;
  desiredCount: number;
  loadBalancers: Balancer[];
  healthCheckGracePeriodSeconds: number;
  minimumHealthyPercent: number;
  maximumPercent: number;
  circuitBreaker: { enable: boolean; rollback: boolean };
  enableExecuteCommand: boolean;
  /** What else CreateService was given, returned by DescribeServices. */
  more: Record<string, unknown>;
  /** The primary first. */
  deployments: Deployment[];
  /** The last deployment that completed: where the circuit breaker goes back to. */
  completed?: { id: string; taskDefinition: string };
  /** Newest first. */
  events: { id: string; createdAt: number; message: string }[];
  /** No task starts before: the scheduler's back-off after failures. */
  nextStartAt: number;
  createdAt: number;
}

export interface TaskContainer {
  name: string;
  image: string;
  essential: boolean;
  /** When it started: a container that waits for another one does so later than its task. */
  startedAt?: number;
  endedAt?: number;
  exitCode?: number;
  reason?: string;
  /** How many of its scenario's log lines it has written. */
  logged: number;
  /** How many health checks it has written a line for, or passed over. Absent for none. */
  checked?: number;
}

export interface Task {
  id: string;
  cluster: string;
  /** `<family>:<revision>`. */
  definition: string;
  /** Service name, where a service started it. */
  service?: string;
  /** The deployment that started it, or what RunTask was given. */
  startedBy?: string;
  clientToken?: string;
  phase: Phase;
  desiredStatus: "RUNNING" | "STOPPED";
  /** When the phase began. */
  since: number;
  createdAt: number;
  startedAt?: number;
  stoppingAt?: number;
  stoppedAt?: number;
  stopCode?: string;
  stoppedReason?: string;
  containers: TaskContainer[];
  /** Which containers' commands RunTask replaced. */
  commands: Record<string, string[]>;
  tags: Tag[];
  /** Where RunTask put it; a service's task is where the service is. */
  network?: TaskNetwork;
  /** Its last octets in the virtual network. */
  address: string;
  enableExecuteCommand: boolean;
}

export interface TaskNetwork {
  subnets: string[];
  securityGroups: string[];
  assignPublicIp: boolean;
}

export type Phase =
  | "PROVISIONING"
  | "PENDING"
  | "RUNNING"
  | "DEACTIVATING"
  | "STOPPING"
  | "DEPROVISIONING"
  | "STOPPED";

export interface Image {
  repository: string;
  tag: string;
  digest: string;
  pushedAt: number;
  /** What it was built for, in Docker's words: one without an index. Missing: `amd64` and `arm64`, as an index. */
  architecture?: string;
}

export interface LogLine {
  timestamp: number;
  message: string;
}

export function emptyState(given: { account?: string; region?: string; now: number }): EcsState {
  return {
    account: given.account ?? "123456789012",
    region: given.region ?? "us-east-1",
    now: given.now,
    serial: 0,
    clusters: {},
    definitions: {},
    services: {},
    tasks: {},
    images: [],
    scenarios: {},
    usual: {},
    logs: {},
  };
}
