/** Name of a cluster, from its name or ARN; without either, the default cluster's. */
export const clusterName = (cluster: string): string => cluster.split("/").pop() || "default";
