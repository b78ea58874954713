import type * as pulumi from "@pulumi/pulumi";

/** What the library sets itself: connections are encrypted. */
export const OWN_PARAMETERS: Readonly<Record<string, string>> = { "rds.force_ssl": "1" };

/**
 * Parameters that Postgres reads at its start only, for which RDS takes no other method than pending-reboot: of the context
 * `postmaster` in https://www.postgresql.org/docs/18/runtime-config.html, and RDS's own.
 */
const AT_START: ReadonlySet<string> = new Set(
  `autovacuum_freeze_max_age autovacuum_max_workers autovacuum_multixact_freeze_max_age autovacuum_worker_slots
  commit_timestamp_buffers dynamic_shared_memory_type hot_standby huge_pages io_max_concurrency io_method jit_provider
  logging_collector max_active_replication_origins max_connections max_files_per_process max_locks_per_transaction
  max_logical_replication_workers max_notify_queue_pages max_pred_locks_per_transaction max_prepared_transactions
  max_replication_slots max_wal_senders max_worker_processes min_dynamic_shared_memory multixact_member_buffers
  multixact_offset_buffers notify_buffers old_snapshot_threshold rds.custom_dns_resolution rds.force_ssl
  rds.logical_replication reserved_connections serializable_buffers shared_buffers shared_memory_type
  shared_preload_libraries subtransaction_buffers superuser_reserved_connections track_activity_query_size
  track_commit_timestamp transaction_buffers wal_buffers wal_decode_buffer_size wal_level`.split(/\s+/),
);

/** All parameters of the server's group, in the order of their names. */
export function parametersOf(own: Record<string, pulumi.Input<string>> = {}) {
  return Object.entries({ ...own, ...OWN_PARAMETERS })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      value,
      applyMethod: AT_START.has(name) ? "pending-reboot" : "immediate",
    }));
}
