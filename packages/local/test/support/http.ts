import { request } from "node:http";

export interface Answer {
  status: number;
  body: string;
}

/** Asks as the load balancer does for a browser: `host` is the name that the browser knows, and it speaks HTTPS. */
export function ask(url: string, { host, file }: { host?: string; file?: Buffer } = {}): Promise<Answer> {
  const boundary = "----boundary";
  const body =
    file &&
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
  const headers = {
    ...(host === undefined ? {} : { host, "x-forwarded-proto": "https" }),
    ...(body === undefined
      ? {}
      : { "content-type": `multipart/form-data; boundary=${boundary}`, "content-length": body.length }),
  };
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const asked = request(url, { method, headers, agent: false }, async (answer) => {
      const pieces = await answer.toArray();
      resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}
