import { expect, test } from "vitest";
import { resourceSchema } from "../../../aws-model/src/schema/awsSchema.ts";
import { recordApp } from "../app/support/recordApp.ts";
import { type Registration, record } from "../support/record.ts";
import { formerApp } from "./app.ts";

/** An app of 1.28 in the stack `alpha`. */
const recordFormer = () =>
  record(
    () =>
      formerApp({
        accountId: "111122223333",
        region: "us-east-1",
        vpcId: "vpc-old",
        privateSubnets: ["subnet-old"],
        appSgId: "sg-old",
        listenerArn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/old/1/2",
        albDnsName: "old.us-east-1.elb.amazonaws.com",
        zoneId: "Z0123456789ABCDEFGHIJ",
        domainName: "example.com",
        baseStackName: "dev",
        assetsBucketName: "example-com-dev-assets-bucket",
        rdsAddress: "dev-rds.abc.us-east-1.rds.amazonaws.com",
        rdsPasswordSecretName: "dev/rds-password/abcdefgh",
        redisServiceHost: "dev-elasticache-cluster.abc.use1.cache.amazonaws.com",
      }),
    { stack: "alpha" },
  );

/** The URN that the engine gives: with the types of all ancestors. */
function urnIn(all: Registration[], { type, name, parent }: Registration): string {
  const types = [type];
  for (let above = parent; above !== undefined; ) {
    const owner = all.find((one) => one.name === above);
    types.unshift(owner?.type ?? "?");
    above = owner?.parent;
  }
  return `urn:pulumi:alpha::ublog::${types.join("$")}::${name}`;
}

/** Each resource: its URN without the stack, and the name that it has in AWS. */
function physicalNames(all: Registration[]): Record<string, unknown> {
  const own = all.filter(({ type }) => type.startsWith("aws:"));
  return Object.fromEntries(
    own.map((one) => [
      urnIn(all, one)
        .replace("urn:pulumi:alpha::ublog::", "")
        .replaceAll("pulumi-contrib:components:", "")
        .replace(/aws:[^$:]*:/g, ""),
      one.inputs.name ?? one.inputs.family ?? "",
    ]),
  );
}

// https://github.com/briancaffey/pulumi-aws-django/tree/v1.28.0/src/components: ecs/app, internal/iam/ecs, internal/ecs/*, internal/cw
test("the app of 1.28 has the URNs and names that 1.28.0 registered", async () => {
  const { all } = await recordFormer();
  const worker = (process: string, part: string) => `EcsApp$${process}${part}`;
  const logs = (process: string, part: string) => ({
    [`${worker(process, part)}$${process}CwLoggingResources$LogGroup::${process}LogGroup`]: `/ecs/alpha/${process}`,
    [`${worker(process, part)}$${process}CwLoggingResources$LogStream::${process}LogStream`]: process,
    [`${worker(process, part)}$TaskDefinition::${process}TaskDefinition`]: `alpha-${process}`,
  });
  const web = (process: string) => ({
    ...logs(process, "WebEcsService"),
    [`${worker(process, "WebEcsService")}$TargetGroup::${process}TargetGroup`]: `alpha-${process}-tg`,
    [`${worker(process, "WebEcsService")}$ListenerRule::${process}ListenerRule`]: "",
    [`${worker(process, "WebEcsService")}$Service::${process}WebService`]: `alpha-${process}`,
  });
  expect(physicalNames(all)).toEqual({
    "EcsApp$EcsClusterResources$Cluster::EcsCluster": "alpha-cluster",
    "EcsApp$EcsClusterResources$Cluster$ClusterCapacityProviders::clusterCapacityProviders": "",
    "EcsApp$IamResources$Role::EcsTaskRole": "alphaEcsTaskRole",
    "EcsApp$IamResources$RolePolicy::EcsTaskPolicy": "alphaEcsTaskPolicy",
    "EcsApp$IamResources$Role::EcsTaskExecutionRole": "alphaEcsTaskExecutionRole",
    "EcsApp$IamResources$RolePolicy::EcsTaskExecutionPolicy": "alphaEcsTaskPolicy",
    "EcsApp$Record::CnameRecord": "alpha.example.com",
    ...web("gunicorn"),
    ...web("web-ui"),
    ...logs("default", "WorkerEcsService"),
    "EcsApp$defaultWorkerEcsService$Service::defaultCeleryService": "alpha-default",
    ...logs("beat", "WorkerEcsService"),
    "EcsApp$beatWorkerEcsService$Service::beatSchedulerService": "alpha-beat",
    ...logs("backend_update", "ManagementCommandTask"),
  });
});

/** Aliases that lead to 1.28: there are others, of what DjangoApp itself once called otherwise. */
const formerAliases = ({ aliases }: Registration) =>
  aliases.filter((alias) => alias.includes("pulumi-contrib:components:"));

/** What DjangoApp takes over: each resource with an alias, and the one of 1.28 that has this URN. */
async function takenOver() {
  const former = await recordFormer();
  const app = await recordApp({ frontend: { enabled: true } }, "alpha", { stack: "alpha" });
  const pairs = app.all.flatMap((after) =>
    formerAliases(after).map((alias) => ({
      after,
      alias,
      before: former.all.find((one) => urnIn(former.all, one) === alias),
    })),
  );
  return { pairs, former };
}

test("each alias is the URN of a resource of 1.28, of the same type", async () => {
  const { pairs, former } = await takenOver();
  const wrong = pairs.filter(({ before, after }) => before?.type !== after.type);
  expect(wrong.map(({ alias }) => alias)).toEqual([]);
  const left = former.all.filter(
    (one) => one.type.startsWith("aws:") && !pairs.some(({ before }) => before === one),
  );
  expect([...new Set(left.map(({ type }) => type.split(":").at(-1)))].sort()).toEqual([
    "ListenerRule",
    "LogStream",
    "TargetGroup",
    "TaskDefinition",
  ]);
});

test("what is taken over differs in nothing that would replace it, but for the type of the record", async () => {
  const { pairs } = await takenOver();
  const replaced = pairs.flatMap(({ before, after }) => {
    const { inputs } = resourceSchema(after.type);
    return Object.entries(inputs)
      .filter(([input, { replaces }]) => replaces === true && !after.ignoreChanges.includes(input))
      .filter(([input]) => JSON.stringify(before?.inputs[input]) !== JSON.stringify(after.inputs[input]))
      .map(([input]) => `${after.type.split(":").at(-1)} ${after.name}: ${input}`);
  });
  expect(replaced.sort()).toEqual([
    "Record alpha-a: type",
    // Ids of the role and the cluster, which are taken over too: only the recorder gives them others.
    "RolePolicy alpha-execution: role",
    "RolePolicy alpha-task: role",
    "Service alpha-beat: cluster",
    "Service alpha-default: cluster",
    "Service alpha-gunicorn: cluster",
    "Service alpha-web-ui: cluster",
  ]);
});

test("an app that isn't named like its stack carries no alias, and ignores no name", async () => {
  const { all } = await recordApp({ frontend: { enabled: true } }, "alpha", { stack: "beta" });
  expect(all.flatMap(formerAliases)).toEqual([]);
  expect(all.filter(({ ignoreChanges }) => ignoreChanges.includes("name"))).toEqual([]);
});
