import type { RunId } from '#contract/ids.ts'

/** What tells of runs. A run belongs to the one that told of it first, and no other writes it: see docs/adr/0016. */
export const ORIGIN_WRITERS = ['telemetry', 'batch', 'import', 'demo'] as const
export type OriginWriter = (typeof ORIGIN_WRITERS)[number]

/** Who made a run. */
export type RunOrigin = {
  readonly writer: OriginWriter
  /** Of telemetry: the run whose spans it is drawn from, which is itself but where one trace carried several conversations. */
  readonly drawn_from: RunId | null
  /** Of telemetry: whether its spans name it, so that other traces that name it belong to it as well. */
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

/** Whether a writer may write a run of this origin. */
export const mayWrite = (writer: RunOrigin, origin: RunOrigin): boolean =>
  writer.writer === origin.writer && writer.drawn_from === origin.drawn_from

/** Who made a session: of telemetry the run that told of it first, null where that is not known. */
export type SessionOrigin = { readonly writer: OriginWriter; readonly made_by: RunId | null }

export const sessionOriginOf = ({ writer, drawn_from }: RunOrigin): SessionOrigin => ({ writer, made_by: drawn_from })

/** Whether a writer may change more of a session of this origin than its times. */
export const maySay = (writer: SessionOrigin, origin: SessionOrigin): boolean =>
  writer.writer === origin.writer && (writer.writer !== 'telemetry' || writer.made_by === origin.made_by)
