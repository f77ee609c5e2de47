/** Exit codes of the server, as in sysexits.h. They are also listed in the configuration table of the README. */
export const EXIT = {
  ok: 0,
  /** The command line is invalid. */
  misused: 64,
  /** The old database is empty, damaged, not a database, or does not have the old schema. */
  sourceUnusable: 65,
  /** The old database does not exist. */
  sourceMissing: 66,
  /** The database of DATABASE_URL is unreachable. */
  databaseUnreachable: 69,
  /** Any other failure. */
  failed: 70,
  /** The port, the data directory or the old database is in use; retrying later may help. */
  inUse: 75,
  /** This user has no permission to read the old database. */
  sourceForbidden: 77,
  /** A setting is invalid. */
  misconfigured: 78,
} as const
