import type { RawRow } from './oldRows.ts'

/** Bytes that the values of a row may have together. To read one takes some eight times as much memory. */
export const ROW_BYTES_MAX = 32 * 1024 * 1024

const bytesOfRow = new WeakMap<RawRow, number>()

/** Notes that a row has more than that, so that its long values were not read. */
export const markCut = (row: RawRow, bytes: number): void => void bytesOfRow.set(row, bytes)

/** How many bytes a row has that was not read whole; undefined where it was. */
export const cutBytesOf = (row: RawRow): number | undefined => bytesOfRow.get(row)
