import { memoryOldSource } from '#server/import/memoryOldSource.ts'
import type { OldSource } from '#server/import/OldSource.ts'
import { demoDatabase } from './demoDatabase.ts'

/** What a newcomer sees: believable agent work in an old database, to be imported as any other old database is. */
export const demoSource = (): OldSource => memoryOldSource(demoDatabase())
