/** A rectangle in layout coordinates. */
export type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Reports one rectangle that an item covers; an item may cover several. */
type Put = (item: number, left: number, top: number, right: number, bottom: number) => void

/**
 * Spatial index: a grid of equal cells over typed arrays, each with the items that touch it. Built in two passes over
 * the items, O(items + entries); a query costs the cells that the area touches and their content.
 */
export class GridIndex {
  readonly #area: Area
  readonly #columns: number
  readonly #rows: number
  readonly #cell: number
  readonly #starts: Uint32Array
  readonly #entries: Uint32Array
  /** The number of the query that last found each item, so that no item is visited twice. */
  readonly #seen: Uint32Array
  #question = 0

  /**
   * @param count items are numbered from 0
   * @param cells approximate number of cells
   * @param each reports what all items cover; called twice
   */
  constructor(area: Area, count: number, cells: number, each: (put: Put) => void) {
    this.#area = area
    const [width, height] = [Math.max(1, area.right - area.left), Math.max(1, area.bottom - area.top)]
    this.#cell = Math.max(1, Math.sqrt((width * height) / Math.max(1, cells)), width / 4096, height / 4096)
    this.#columns = Math.ceil(width / this.#cell)
    this.#rows = Math.ceil(height / this.#cell)
    this.#seen = new Uint32Array(count)
    const starts = new Uint32Array(this.#columns * this.#rows + 1)
    each((_, left, top, right, bottom) =>
      this.#cells(left, top, right, bottom, (cell) => {
        starts[cell + 1] = (starts[cell + 1] ?? 0) + 1
      }),
    )
    for (let cell = 1; cell < starts.length; cell++) starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0)
    const entries = new Uint32Array(starts.at(-1) ?? 0)
    const next = starts.slice()
    each((item, left, top, right, bottom) =>
      this.#cells(left, top, right, bottom, (cell) => {
        const at = next[cell] ?? 0
        entries[at] = item
        next[cell] = at + 1
      }),
    )
    this.#starts = starts
    this.#entries = entries
  }

  /** Calls `visit` once for each item in a cell that the area touches: all items in the area, and some nearby. */
  find({ left, top, right, bottom }: Area, visit: (item: number) => void): void {
    const question = ++this.#question
    this.#cells(left, top, right, bottom, (cell) => {
      const end = this.#starts[cell + 1] ?? 0
      for (let at = this.#starts[cell] ?? 0; at < end; at++) {
        const item = this.#entries[at] ?? 0
        if (this.#seen[item] === question) continue
        this.#seen[item] = question
        visit(item)
      }
    })
  }

  #cells(left: number, top: number, right: number, bottom: number, visit: (cell: number) => void): void {
    const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, Math.floor(value / this.#cell)))
    const { left: x, top: y } = this.#area
    if (right < x || bottom < y || left > this.#area.right || top > this.#area.bottom) return
    const [first, last] = [within(left - x, this.#columns), within(right - x, this.#columns)]
    const end = within(bottom - y, this.#rows)
    for (let row = within(top - y, this.#rows); row <= end; row++)
      for (let column = first; column <= last; column++) visit(row * this.#columns + column)
  }
}

/**
 * Adds a straight line to an index as one rectangle per stretch of at most `step`, so that a long slanted line covers
 * only the cells along it and not its whole bounding box.
 */
export function putLine(put: Put, item: number, x1: number, y1: number, x2: number, y2: number, step: number): void {
  const isUpright = Math.abs(x2 - x1) < 1 || Math.abs(y2 - y1) < 1
  const parts = isUpright ? 1 : Math.max(1, Math.ceil(Math.min(Math.abs(x2 - x1), Math.abs(y2 - y1)) / step))
  for (let part = 0; part < parts; part++) {
    const [fromX, toX] = [x1 + ((x2 - x1) * part) / parts, x1 + ((x2 - x1) * (part + 1)) / parts]
    const [fromY, toY] = [y1 + ((y2 - y1) * part) / parts, y1 + ((y2 - y1) * (part + 1)) / parts]
    put(item, Math.min(fromX, toX), Math.min(fromY, toY), Math.max(fromX, toX), Math.max(fromY, toY))
  }
}
