export type { AwsCall } from "./aws/awsCall.ts";
export type { SeenCall } from "./aws/startAws.ts";
export { REPLACEMENTS } from "./containers/replacements.ts";
export {
  type ContainerOptions,
  type LocalImage,
  type RunningContainer,
  type Stopped,
  startContainer,
} from "./containers/startContainer.ts";
export {
  type RunningTask,
  runTask,
  startTask,
  type TaskEnd,
  type TaskOptions,
} from "./containers/startTask.ts";
export { scaled } from "./containers/timeScale.ts";
export { type Environment, readEnvironment } from "./environment/readEnvironment.ts";
export type { Container, Task } from "./environment/task.ts";
export { pythonEnvironment } from "./install/python.ts";
export { type Process, startProcess } from "./processes/startProcess.ts";
export { freePort } from "./servers/freePort.ts";
export { type Servers, type ServersOptions, startServers } from "./servers/startServers.ts";
