import type { SessionId } from '#contract/ids.ts'
import type { BundleWriter, ImportWriter } from '#server/store/ports/writer.ts'
import { ImportTally } from './ImportTally.ts'
import type { OldEdge } from './oldRows.ts'
import type { OldSize, OldSource } from './OldSource.ts'
import { UnplacedKeeper } from './UnplacedKeeper.ts'

export type ImportOptions = {
  /** Called with the progress so far, after each group of runs. */
  readonly onProgress?: ((read: OldSize) => void) | undefined
  /** The owner of the runs; an import by default. */
  readonly as?: BundleWriter
}

/** What earlier stages dealt with, so that later ones can tell what is left. */
export type Handled = {
  /** Sessions that runs can use: all stored ones, placeholders among them. */
  readonly sessions: Set<SessionId>
  /** Ids of the runs with a valid key. Each is stored or, if the store refuses it, kept with its rows. */
  readonly runs: Set<string>
  /** Old edges that are now edges of at least one run. */
  readonly edges: Set<OldEdge>
  /** Old edges that repeat another edge of their run. Already reported. */
  readonly repeatedEdges: Set<OldEdge>
}

/** What the stages of one import share. */
export type ImportContext = ImportOptions & {
  readonly source: OldSource
  readonly writer: ImportWriter
  /** Counts and never writes. */
  readonly tally: ImportTally
  /** Writes the rows without a place. `recordFindings` fills it. */
  readonly unplaced: UnplacedKeeper
  readonly handled: Handled
}

export const importContext = (source: OldSource, writer: ImportWriter, options: ImportOptions): ImportContext => ({
  ...options,
  source,
  writer,
  tally: new ImportTally(),
  unplaced: new UnplacedKeeper(writer, options.as),
  handled: { sessions: new Set(), runs: new Set(), edges: new Set(), repeatedEdges: new Set() },
})
