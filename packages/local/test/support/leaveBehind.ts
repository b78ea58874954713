import { tmpdir } from "node:os";
import { startProcess } from "../../src/processes/startProcess.ts";
import { temporaryFolder } from "../../src/processes/temporaryFolder.ts";

/* A program that starts something and is killed before it tidies up. */
const { folder } = temporaryFolder(tmpdir(), "left-");
const command = ["sh", "-c", "sleep 1000 & echo child $!; wait"];
const left = await startProcess(command, { env: { PATH: process.env.PATH }, log: `${folder}/log` });
const [, child] = await left.printed(/child (\d+)/);
console.log(JSON.stringify({ folder, pids: [left.pid, Number(child)] }));
setInterval(() => {}, 1000);
