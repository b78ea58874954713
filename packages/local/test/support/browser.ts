import { request } from "node:http";

export interface Page {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/**
 * What a browser does with cookies and forms at a site (`http://shop.example.com`), which answers at another address here. A cookie that is
 * marked Secure is kept and sent by HTTPS only: https://httpwg.org/specs/rfc6265.html
 */
export class Browser {
  readonly #site: URL;
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  constructor(site: string, address: string) {
    this.#site = new URL(site);
    this.#address = address;
  }

  /** Names of the cookies that it has. */
  get cookies(): string[] {
    return [...this.#cookies.keys()].sort();
  }

  get(path: string): Promise<Page> {
    return this.#ask("GET", path);
  }

  /** Sends the form of a page to that page, with the field that Django wrote into it. */
  async submit(path: string, fields: Record<string, string>): Promise<Page> {
    const { body } = await this.get(path);
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(body)?.[1] ?? "";
    return this.#ask("POST", path, String(new URLSearchParams({ ...fields, csrfmiddlewaretoken: token })));
  }

  #ask(method: string, path: string, form?: string): Promise<Page> {
    const { host, origin } = this.#site;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      host,
      ...(cookie === "" ? {} : { cookie }),
      ...(form === undefined
        ? {}
        : {
            origin,
            referer: `${origin}${path}`,
            "content-type": "application/x-www-form-urlencoded",
            "content-length": String(Buffer.byteLength(form)),
          }),
    };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#address}${path}`, { method, headers, agent: false }, async (answer) => {
        const body = Buffer.concat(await answer.toArray()).toString();
        for (const line of answer.headers["set-cookie"] ?? []) this.#keep(line);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
      });
      asked.once("error", reject);
      asked.end(form);
    });
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const isSecure = attributes.some((attribute) => attribute.toLowerCase() === "secure");
    if (isSecure && this.#site.protocol !== "https:") return;
    const [name = "", ...value] = pair.split("=");
    this.#cookies.set(name, value.join("="));
  }
}
