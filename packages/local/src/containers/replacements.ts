import type { Container } from "../environment/task.ts";

/** Where a container runs here, instead of on Fargate. */
export interface Place {
  /** Servers by the host names that the stack gives: where they listen here. */
  servers: readonly { host: string; port: number; localPort: number }[];
  /** The container's ports, each with the one that is free here. */
  ports: ReadonlyMap<number, number>;
  /** A name that no other container has. */
  hostName: string;
  /** A folder in memory, instead of the /dev/shm that each container has to itself. */
  memory: string;
  /** The file of the certificate authority of the servers. */
  authority: string;
  aws: { url: string; credentialsUrl?: string; region: string };
}

/** What a process is started with. */
export type Started = Pick<Container, "command" | "environment">;

interface Replacement {
  what: string;
  because: string;
  replace(started: Started, place: Place): Started;
}

const HERE = "127.0.0.1";

/** All that differs between a container of the task definition and the process here. Nothing else does. */
export const REPLACEMENTS: readonly Replacement[] = [
  {
    what: "host names of the database and the cache, and their ports",
    because: "they listen on free ports of the loopback interface",
    replace: (started, { servers }) => {
      const local = (text: string) =>
        servers.reduce(
          (done, { host, port, localPort }) =>
            done.replaceAll(`${host}:${port}`, `${HERE}:${localPort}`).replaceAll(host, HERE),
          text,
        );
      // A port is beside its host: POSTGRES_SERVICE_HOST and POSTGRES_SERVICE_PORT, PGHOST and PGPORT.
      const ports = Object.entries(started.environment).flatMap(([name, value]) => {
        const server = name.endsWith("HOST") && servers.find(({ host }) => host === value);
        const beside = name.replace(/HOST$/, "PORT");
        if (!server || started.environment[beside] !== String(server.port)) return [];
        return [[beside, String(server.localPort)] as const];
      });
      const replaced = everywhere(started, local);
      return { ...replaced, environment: { ...replaced.environment, ...Object.fromEntries(ports) } };
    },
  },
  {
    what: "the address and the ports that it listens on",
    because: "several containers have the same port, and only this machine should reach them",
    replace: (started, { ports }) => {
      // `0.0.0.0:8000`, and how uvicorn and daphne have it: `--host=0.0.0.0`, `--port=8000`.
      const local = (word: string) =>
        word
          .replace(/(?<=^|^--\w+=)0\.0\.0\.0(?=$|:\d+$)/, HERE)
          .replace(/(?<=^127\.0\.0\.1:|^--port=)\d+$/, (port) => String(ports.get(Number(port)) ?? port));
      const { HOST, PORT } = started.environment;
      const port = ports.get(Number(PORT));
      return {
        command: started.command.map(local),
        environment: {
          ...started.environment,
          ...(HOST === "0.0.0.0" ? { HOST: HERE } : {}),
          ...(port === undefined ? {} : { PORT: String(port) }),
        },
      };
    },
  },
  {
    what: "/dev/shm",
    because: "each container has its own",
    replace: (started, { memory }) => ({
      ...everywhere(started, (text) => text.replaceAll(/^\/dev\/shm(?=\/|$)/g, memory)),
    }),
  },
  {
    what: "the folder of django-ecs-kit's heartbeats",
    because: "by itself it takes /dev/shm/django-ecs, without a variable that says so",
    replace: ({ command, environment }, { memory }) => ({
      command,
      environment: { DJANGO_ECS_STATE: `${memory}/django-ecs`, ...environment },
    }),
  },
  {
    what: "the host name in the name of a Celery worker",
    because: "each container has one of its own, and workers of one name are one to Celery",
    replace: ({ command, environment }, { hostName }) => {
      const at = command[0] === "celery" ? command.indexOf("worker") : -1;
      const named = [
        ...command.slice(0, at + 1),
        "--hostname",
        `celery@${hostName}`,
        ...command.slice(at + 1),
      ];
      return { command: at < 0 ? command : named, environment };
    },
  },
  {
    what: "AWS's endpoints, and where the role's credentials are",
    because: "AWS is a server of this machine. Region and credentials ECS would give, too",
    replace: ({ command, environment }, { aws }) => ({
      command,
      environment: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: aws.region,
        AWS_DEFAULT_REGION: aws.region,
        AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
        // For programs that have AWS's host names in their code.
        HTTPS_PROXY: aws.url,
        NO_PROXY: "127.0.0.1,localhost",
        ...(aws.credentialsUrl === undefined
          ? {}
          : { AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.credentialsUrl }),
        ...environment,
      },
    }),
  },
  {
    what: "the certificate authorities that are trusted",
    because: "ElastiCache has a public one; the one here no system knows",
    replace: ({ command, environment }, { authority }) => ({
      command,
      environment: {
        SSL_CERT_FILE: authority,
        NODE_EXTRA_CA_CERTS: authority,
        AWS_CA_BUNDLE: authority,
        ...environment,
      },
    }),
  },
];

/** What the process is started with here. */
export function replaced(container: Started, place: Place): Started {
  return REPLACEMENTS.reduce((started, { replace }) => replace(started, place), {
    command: container.command,
    environment: container.environment,
  });
}

const everywhere = ({ command, environment }: Started, replace: (text: string) => string): Started => ({
  command: command.map(replace),
  environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, replace(value)])),
});
