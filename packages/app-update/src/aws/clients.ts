/** The SDK of each service and the name of its client, loaded when a call first needs it: that keeps the start quick. */
export type Sdks<Service extends string> = Readonly<
  Record<Service, readonly [load: () => Promise<unknown>, client: string]>
>;

/** Where clients go, beyond what the SDK's own chain says: environment variables, profiles, roles, `AWS_ENDPOINT_URL`. */
export interface ClientSettings {
  region?: string;
  /** A profile of the AWS configuration. Defaults to what AWS_PROFILE says. */
  profile?: string;
  /** Ends the calls that are under way. */
  signal?: AbortSignal;
}

interface Client {
  send(command: unknown, options: { abortSignal?: AbortSignal }): Promise<unknown>;
}
type Sdk = Record<string, new (input: never) => unknown>;

/** Makes a call named `service.Operation` with the SDK; it tries `maxAttempts` times, slower where AWS throttles it. */
export type Send = (operation: string, input: unknown, maxAttempts: number) => Promise<unknown>;

/** The clients of the AWS SDK, each made once. */
export function sdkClients<Service extends string>(
  sdks: Sdks<Service>,
  { signal, ...where }: ClientSettings = {},
): Send {
  const clients = new Map<string, Promise<{ sdk: Sdk; client: Client }>>();

  async function connect(service: Service, maxAttempts: number) {
    const [load, name] = sdks[service];
    const sdk = (await load()) as Sdk;
    const Constructor = sdk[name] as unknown as new (config: object) => Client;
    const given = Object.entries(where).filter(([, value]) => value);
    const config = { retryMode: "adaptive", maxAttempts, ...Object.fromEntries(given) };
    return { sdk, client: new Constructor(config) };
  }

  return async (operation, input, maxAttempts) => {
    const [service = "", name = ""] = operation.split(".");
    const key = `${service} ${maxAttempts}`;
    const connected = clients.get(key) ?? connect(service as Service, maxAttempts);
    clients.set(key, connected);
    const { sdk, client } = await connected;
    const Command = sdk[`${name}Command`] as new (input: unknown) => unknown;
    return await client.send(new Command(input), signal === undefined ? {} : { abortSignal: signal });
  };
}
