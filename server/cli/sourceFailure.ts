import { EXIT } from '#server/exitCodes.ts'
import type { SourceTrouble } from '#server/sources/SourceError.ts'

/** How the process ends where the source is at fault; docs/migrating.md repeats this table. */
export const EXIT_OF_TROUBLE: Readonly<Record<SourceTrouble, number>> = {
  missing: EXIT.sourceMissing,
  forbidden: EXIT.sourceForbidden,
  empty: EXIT.sourceUnusable,
  'not a database': EXIT.sourceUnusable,
  corrupt: EXIT.sourceUnusable,
  'wrong schema': EXIT.sourceUnusable,
  'too large': EXIT.sourceUnusable,
  'of Runlens': EXIT.sourceUnusable,
  locked: EXIT.inUse,
  unreachable: EXIT.databaseUnreachable,
}
