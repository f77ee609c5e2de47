import type { Box } from './packRows.ts'
import { LANE } from './routeEdges.ts'

/** Space above a card for arrowheads. */
const DROP = LANE + 6

/**
 * Which lines need space in a grid: incoming lines above each row, outgoing lines below each row, and both beside the
 * rows.
 */
export type Sides = { readonly hasIn: boolean; readonly hasOut: boolean }

/**
 * The items of a block, in rows. Lines enter at the top, run along `inBus` above a row and down to its items; they
 * reach further rows along the left border. Outgoing lines run along `outBus` below a row and down along the right
 * border. No two of them cross.
 */
export type Grid = Box & {
  readonly columns: number
  /** Upper left corner and row of each item. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly row: Int32Array
  /** By row. */
  readonly inBus: Float64Array
  readonly outBus: Float64Array
}

/** @param cell the cell of each item, row by row. O(items). */
export function gridOf(items: readonly Box[], cell: Int32Array, columns: number, gap: number, sides: Sides): Grid {
  const rows = Math.floor(cell.reduce((most, one) => Math.max(most, one), 0) / columns) + 1
  const wide = new Float64Array(Math.min(columns, cell.reduce((most, one) => Math.max(most, one), 0) + 1))
  const high = new Float64Array(rows)
  const row = cell.map((one) => Math.floor(one / columns))
  items.forEach(({ width, height }, item) => {
    const [column, own] = [(cell[item] ?? 0) % columns, row[item] ?? 0]
    wide[column] = Math.max(wide[column] ?? 0, width)
    high[own] = Math.max(high[own] ?? 0, height)
  })
  const left = new Float64Array(wide.length)
  let right = rows > 1 && sides.hasIn ? LANE : 0
  wide.forEach((width, column) => {
    left[column] = right
    right += width + gap
  })
  const top = new Float64Array(rows)
  const inBus = new Float64Array(rows)
  const outBus = new Float64Array(rows)
  let reach = 0
  for (let own = 0; own < rows; own++) {
    if (own > 0 && !sides.hasIn) reach += gap - LANE
    if (sides.hasIn) {
      inBus[own] = reach + LANE
      reach += LANE + DROP
    }
    top[own] = reach
    reach += high[own] ?? 0
    outBus[own] = reach + LANE
    if (sides.hasOut) reach += LANE
  }
  const columnOf = (item: number) => (cell[item] ?? 0) % columns
  return {
    columns,
    row,
    inBus,
    outBus,
    x: Float64Array.from(
      items,
      ({ width }, item) => (left[columnOf(item)] ?? 0) + ((wide[columnOf(item)] ?? 0) - width) / 2,
    ),
    y: Float64Array.from(
      items,
      ({ height }, item) => (top[row[item] ?? 0] ?? 0) + ((high[row[item] ?? 0] ?? 0) - height) / 2,
    ),
    // Even, so that the centre of an item is on a whole pixel.
    width: 2 * Math.ceil((right - gap + (rows > 1 && sides.hasOut ? LANE : 0)) / 2),
    height: reach + (sides.hasOut ? LANE : 0),
  }
}

/** Items in rows of equal length, except for the last, no wider than `limit` if possible. */
export function gridWithin(items: readonly Box[], limit: number, gap: number, sides: Sides): Grid {
  const widest = items.reduce((most, { width }) => Math.max(most, width), 1)
  const most = Math.max(1, Math.floor((limit + gap - 2 * LANE) / (widest + gap)))
  const columns = Math.ceil(items.length / Math.ceil(items.length / most))
  return gridOf(items, Int32Array.from(items.keys()), columns, gap, sides)
}

/** Positions of the items across and along in an earlier picture; NaN for new items. */
export type Stood = { readonly across: Float64Array; readonly along: Float64Array }

/**
 * The cells that items had before, so that a block grows at its end and keeps its gaps. New items get the first free
 * cells. Undefined if most items are new, or if it was no grid. O(items log items).
 */
export function formerCells(
  items: readonly Box[],
  { across, along }: Stood,
): { readonly cell: Int32Array; readonly columns: number } | undefined {
  const known = Array.from(items.keys()).filter((item) => !Number.isNaN(across[item] ?? Number.NaN))
  if (known.length * 2 < items.length) return undefined
  const middle = (values: Float64Array, sizes: readonly number[]) =>
    Float64Array.from(values, (value, item) => value + (sizes[item] ?? 0) / 2)
  const column = ranksOf(
    known,
    middle(
      across,
      items.map(({ width }) => width),
    ),
    smallest(items, 'width') / 2,
  )
  const row = ranksOf(
    known,
    middle(
      along,
      items.map(({ height }) => height),
    ),
    smallest(items, 'height') / 2,
  )
  const columns = column.count
  const cell = new Int32Array(items.length).fill(-1)
  const isTaken = new Set<number>()
  for (const item of known) {
    const own = (row.rank.get(item) ?? 0) * columns + (column.rank.get(item) ?? 0)
    if (isTaken.has(own)) return undefined
    isTaken.add(own)
    cell[item] = own
  }
  if (columns * row.count > 2 * Math.max(items.length, columns)) return undefined
  let free = 0
  for (const item of items.keys()) {
    if (cell[item] !== -1) continue
    while (isTaken.has(free)) free++
    cell[item] = free++
  }
  return { cell, columns }
}

const smallest = (items: readonly Box[], side: 'width' | 'height') =>
  items.reduce((least, item) => Math.min(least, item[side]), Number.POSITIVE_INFINITY)

/** Ranks items by a value; values that differ by less than `apart` share a rank. */
function ranksOf(items: readonly number[], values: Float64Array, apart: number) {
  const rank = new Map<number, number>()
  let count = 0
  let first = Number.NEGATIVE_INFINITY
  for (const item of items.toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))) {
    const value = values[item] ?? 0
    if (value > first + apart) {
      first = value
      count++
    }
    rank.set(item, count - 1)
  }
  return { rank, count }
}
