/**
 * A partition of the numbers 0 … n − 1 into blocks that can be split. The elements of a block are stored next to each
 * other, and marking swaps an element to the front of its block, so a split costs only as much as was marked. Source:
 * Habib, Paul and Viennot, "Partition refinement techniques", 1999, section 2.
 */
export class Blocks {
  /** The block of each element. */
  readonly blockOf: Int32Array
  count = 0
  readonly #elements: Int32Array
  readonly #place: Int32Array
  readonly #start: Int32Array
  readonly #size: Int32Array
  readonly #marked: Int32Array
  readonly #touched: number[] = []

  /** `kinds`: the initial block of each element, numbered from 0 without gaps. O(n). */
  constructor(kinds: Int32Array) {
    const n = kinds.length
    this.blockOf = Int32Array.from(kinds)
    this.#elements = new Int32Array(n)
    this.#place = new Int32Array(n)
    this.#start = new Int32Array(n)
    this.#size = new Int32Array(n)
    this.#marked = new Int32Array(n)
    for (const kind of kinds) {
      this.#size[kind] = (this.#size[kind] ?? 0) + 1
      this.count = Math.max(this.count, kind + 1)
    }
    for (let block = 1; block < this.count; block++)
      this.#start[block] = (this.#start[block - 1] ?? 0) + (this.#size[block - 1] ?? 0)
    const next = this.#start.slice()
    kinds.forEach((kind, element) => {
      const place = next[kind] ?? 0
      next[kind] = place + 1
      this.#elements[place] = element
      this.#place[element] = place
    })
  }

  sizeOf(block: number): number {
    return this.#size[block] ?? 0
  }

  /** A copy of the block's elements in no particular order; later splits do not change it. */
  elementsOf(block: number): Int32Array {
    const start = this.#start[block] ?? 0
    return this.#elements.slice(start, start + this.sizeOf(block))
  }

  /** Marks an element; marking it again does nothing. O(1). */
  mark(element: number): void {
    const block = this.blockOf[element] ?? 0
    const marked = this.#marked[block] ?? 0
    const target = (this.#start[block] ?? 0) + marked
    const place = this.#place[element] ?? 0
    if (place < target) return
    if (marked === 0) this.#touched.push(block)
    const other = this.#elements[target] ?? 0
    this.#elements[target] = element
    this.#elements[place] = other
    this.#place[element] = target
    this.#place[other] = place
    this.#marked[block] = marked + 1
  }

  /**
   * Splits each block that has marked and unmarked elements, and clears all marks. The smaller part becomes a new
   * block.
   */
  split(onSplit: (block: number, made: number) => void): void {
    for (const block of this.#touched) {
      const marked = this.#marked[block] ?? 0
      const size = this.sizeOf(block)
      this.#marked[block] = 0
      if (marked < size) onSplit(block, this.#part(block, marked, size))
    }
    this.#touched.length = 0
  }

  #part(block: number, marked: number, size: number): number {
    const start = this.#start[block] ?? 0
    const made = this.count++
    const [madeStart, madeSize] = marked * 2 <= size ? [start, marked] : [start + marked, size - marked]
    this.#start[made] = madeStart
    this.#size[made] = madeSize
    this.#start[block] = madeStart === start ? start + marked : start
    this.#size[block] = size - madeSize
    for (let place = madeStart; place < madeStart + madeSize; place++) this.blockOf[this.#elements[place] ?? 0] = made
    return made
  }
}
