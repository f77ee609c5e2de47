/** How the server process ends, by the numbers of sysexits.h; the configuration table of the README repeats them. */
export const EXIT = {
  ok: 0,
  /** The command line is wrong. */
  misused: 64,
  /** The old database is empty, damaged, no database or not of the old shape. */
  sourceUnusable: 65,
  /** There is no such old database. */
  sourceMissing: 66,
  /** The database of DATABASE_URL cannot be reached. */
  databaseUnreachable: 69,
  /** A failure that has no number of its own. */
  failed: 70,
  /** The port, the data directory or the old database is in use; trying again later may help. */
  inUse: 75,
  /** The old database may not be read by this user. */
  sourceForbidden: 77,
  /** A setting is wrong. */
  misconfigured: 78,
} as const
