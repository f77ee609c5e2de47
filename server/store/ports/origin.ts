import type { RunId } from '#contract/ids.ts'

/**
 * The sources that report runs. A run belongs to the source that reported it first, and no other may write it: see
 * docs/adr/0016.
 */
export const ORIGIN_WRITERS = ['telemetry', 'batch', 'import', 'demo'] as const
export type OriginWriter = (typeof ORIGIN_WRITERS)[number]

/** The writers of runs from an old database; the demo imitates one. */
export const IMPORTING_WRITERS = ['import', 'demo'] as const satisfies readonly OriginWriter[]

/** Who owns a run. */
export type RunOrigin = {
  readonly writer: OriginWriter
  /**
   * For telemetry: the run whose spans it is projected from. That is the run itself, unless one trace contains several
   * conversations.
   */
  readonly drawn_from: RunId | null
  /** For telemetry: whether its spans name the run. If so, other traces that name it belong to it as well. */
  readonly is_named: boolean
}

export const toldBy = (writer: Exclude<OriginWriter, 'telemetry'>): RunOrigin => ({
  writer,
  drawn_from: null,
  is_named: false,
})

export const drawnFrom = (drawn_from: RunId, is_named = false): RunOrigin => ({
  writer: 'telemetry',
  drawn_from,
  is_named,
})

/** Whether a writer may write a run with this origin. */
export const mayWrite = (writer: RunOrigin, origin: RunOrigin): boolean =>
  writer.writer === origin.writer && writer.drawn_from === origin.drawn_from

/** Who owns a session. For telemetry `made_by` is the run that reported it first; null if unknown. */
export type SessionOrigin = { readonly writer: OriginWriter; readonly made_by: RunId | null }

export const sessionOriginOf = ({ writer, drawn_from }: RunOrigin): SessionOrigin => ({ writer, made_by: drawn_from })

/** Whether a writer may change more than the times of a session with this origin. */
export const mayDescribe = (writer: SessionOrigin, origin: SessionOrigin): boolean =>
  writer.writer === origin.writer && (writer.writer !== 'telemetry' || writer.made_by === origin.made_by)
