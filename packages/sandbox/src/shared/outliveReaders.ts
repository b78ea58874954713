/** For the command line of the pipelines, which knows the release tool only through this package. */
export { outliveReaders } from "@ublog/app-update/src/outliveReaders.ts";
