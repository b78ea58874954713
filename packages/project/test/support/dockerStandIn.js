// Stands in for `docker`: notes each command line as a line of JSON in $DOCKER_RECORD, and answers as $DOCKER_ANSWERS says.
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const args = process.argv.slice(2);
const { DOCKER_RECORD = "", DOCKER_ANSWERS = "{}" } = process.env;
const answers = JSON.parse(DOCKER_ANSWERS);
const after = (flag) => args[args.indexOf(flag) + 1];
const digestOf = (text) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** @param {object} more What else is noted. */
const note = (more = {}) => appendFileSync(DOCKER_RECORD, `${JSON.stringify({ args, ...more })}\n`);

const verb = args[0] === "buildx" ? args.slice(0, 2).join(" ") : args[0];
switch (verb) {
  case "info": {
    note();
    const { plugins = [{ Name: "buildx", Version: "v0.24.0" }], containerd = true, down } = answers;
    console.log(
      JSON.stringify({
        DriverStatus: containerd
          ? [["driver-type", "io.containerd.snapshotter.v1"]]
          : [["Backing Filesystem", "extfs"]],
        ClientInfo: { Plugins: plugins },
        ...(down && { ServerErrors: [down] }),
      }),
    );
    process.exitCode = down ? 1 : 0;
    break;
  }
  case "buildx inspect": {
    note();
    const {
      builder = "default",
      driver = "docker",
      platforms = "linux/amd64, linux/amd64/v2, linux/arm64, linux/386",
    } = answers;
    console.log(
      `Name:   ${builder}\nDriver: ${driver}\n\nNodes:\nName:             ${builder}0\nEndpoint:         ${builder}`,
    );
    if (answers.builderError) {
      console.log(`Error:            ${answers.builderError}`);
      break;
    }
    console.log(`Status:           running\nBuildKit version: v0.21.0\nPlatforms:        ${platforms}`);
    break;
  }
  case "login":
    note({ stdin: readFileSync(0, "utf8") });
    if (answers.login) {
      console.error(answers.login);
      process.exitCode = 1;
    } else console.log("Login Succeeded");
    break;
  case "buildx imagetools":
    note();
    if (answers.imagetools) console.log(JSON.stringify(answers.imagetools));
    else {
      console.error(answers.imagetoolsError ?? `ERROR: ${args.at(-1)}: not found`);
      process.exitCode = 1;
    }
    break;
  case "buildx build": {
    const tag = after("--tag");
    const isIn = (list = []) => list.some((part) => tag.includes(part));
    if (isIn(answers.hang)) {
      // A build that goes on until somebody stops it.
      const timer = setInterval(() => {}, 1000);
      for (const signal of ["SIGINT", "SIGTERM"])
        process.on(signal, () => {
          note({ stopped: true });
          clearInterval(timer);
          process.exitCode = 130;
        });
      console.error("#1 [internal] load build definition from Dockerfile");
      break;
    }
    const fails = isIn(answers.fails);
    note({ ok: !fails });
    console.error(fails ? "ERROR: failed to build: process did not complete successfully" : "#1 DONE 0.0s");
    if (fails) process.exitCode = 1;
    else writeFileSync(after("--metadata-file"), JSON.stringify({ "containerimage.digest": digestOf(tag) }));
    break;
  }
  default:
    note();
    console.error(`the stand-in has no \`docker ${args.join(" ")}\``);
    process.exitCode = 125;
}
