import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** What the server answers a question with: records, or a code such as 2 (SERVFAIL), 3 (NXDOMAIN) or 5 (REFUSED). */
export type Zone = Record<string, readonly Buffer[] | number>;

const TYPES: Record<number, string> = { 2: "NS", 257: "CAA" };

/** A name as DNS writes it: each label behind its length. */
const name = (text: string): Buffer =>
  Buffer.concat([
    ...text.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

export const ns = (server: string): Buffer => name(server);
export const caa = (tag: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, tag.length]), Buffer.from(tag), Buffer.from(value)]);

/** A DNS server on a port of this machine, which knows `NS shop.io` and the like. */
export async function dnsServer(zone: Zone): Promise<{ address: string; stop(): void }> {
  const socket = createSocket("udp4", (query, { port, address }) => {
    socket.send(answerTo(query, zone), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, stop: () => socket.close() };
}

function answerTo(query: Buffer, zone: Zone): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const question = query.subarray(12, end);
  const type = question.readUInt16BE(question.length - 4);
  const found = zone[`${TYPES[type]} ${labels(question).join(".")}`] ?? [];
  const [code, records] = typeof found === "number" ? [found, []] : [0, found];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, question, ...records.map((data) => record(type, data))]);
}

function labels(question: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; question[at]; at += (question[at] ?? 0) + 1)
    found.push(question.subarray(at + 1, at + 1 + (question[at] ?? 0)).toString());
  return found;
}

/** A record of the name in question. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
