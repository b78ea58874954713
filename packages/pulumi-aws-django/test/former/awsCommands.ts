import type { World } from "../../../sandbox/src/index.ts";
import { wordsOf } from "../support/guide.ts";

const INSTANCE = "aws:rds/instance:Instance";
const SERVICE = "aws:ecs/service:Service";

/** Does to the world what a command of UPGRADE.md for AWS's own command line does to an account. */
export function asAws(world: World, command: string): void {
  const [, processes, body = ""] = /^for process in (.*?); do (.*) done$/.exec(command) ?? [];
  if (processes !== undefined) {
    for (const process of processes.split(" ")) asAws(world, body.replaceAll("$process", process));
    return;
  }
  const [, service, verb, ...words] = wordsOf(command);
  const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? "";
  const change = (type: string, property: string, name: string, state: object) => {
    const found = world.resources(type).find((one) => one.state[property] === name);
    if (found === undefined) throw new Error(`${command}: there is no ${name}`);
    world.put({ ...found, state: { ...found.state, ...state } });
  };
  switch (`${service} ${verb}`) {
    case "rds modify-db-instance": {
      const deletionProtection = words.includes("--deletion-protection");
      change(INSTANCE, "identifier", option("db-instance-identifier"), { deletionProtection });
      break;
    }
    case "ecs update-service": {
      const desiredCount = Number(option("desired-count"));
      change(SERVICE, "name", option("service"), { desiredCount });
      break;
    }
    case "rds create-db-snapshot":
      leaveSnapshot(world, option("db-snapshot-identifier"), false);
      break;
    case "rds copy-db-snapshot":
      leaveSnapshot(world, option("target-db-snapshot-identifier"), true);
      break;
    case "rds wait":
    case "s3 sync":
      break;
    default:
      throw new Error(`${command}: what does that do?`);
  }
}

function leaveSnapshot(world: World, id: string, encrypted: boolean): void {
  const database = world.resources(INSTANCE).find(({ state }) => state.identifier === "dev-rds");
  if (database === undefined) throw new Error("there is no dev-rds");
  const { allocatedStorage = 0, engine = "", engineVersionActual = "", port = 0 } = database.state;
  const state = {
    dbInstanceIdentifier: "dev-rds",
    dbSnapshotIdentifier: id,
    allocatedStorage,
    encrypted,
    engine,
    engineVersion: engineVersionActual,
    port,
    snapshotType: "manual",
    status: "available",
  };
  world.leave({ kind: "snapshot", type: INSTANCE, id, urn: database.urn, state });
}
