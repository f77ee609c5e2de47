import type { RawRow } from './oldRows.ts'

/** Maximum total size of a row's values in bytes. Reading one takes about eight times as much memory. */
export const ROW_BYTES_MAX = 32 * 1024 * 1024

const bytesOfRow = new WeakMap<RawRow, number>()

/** Marks a row above this size, whose long values were not read. */
export const markCut = (row: RawRow, bytes: number): void => void bytesOfRow.set(row, bytes)

/** The full size in bytes of a row that was not read completely; undefined if it was. */
export const cutBytesOf = (row: RawRow): number | undefined => bytesOfRow.get(row)
