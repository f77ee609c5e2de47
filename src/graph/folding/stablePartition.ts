import { Blocks } from './Blocks.ts'
import { numbered, numberedPairs } from './numbered.ts'
import type { Relation } from './Relation.ts'

/**
 * The coarsest partition in which nodes share a class only if they are of one kind and, for each relation, their
 * targets belong to the same set of classes. It is unique, so the order of nodes and relations does not matter.
 *
 * Source: Paige and Tarjan, "Three partition refinement algorithms", 1987, section 3, extended to several relations: a
 * splitter is applied to all of them before the next. A splitter is at most half of the set it is taken from, so each
 * pair is visited O(log n) times: O((n + pairs) log n) time, O(n + pairs) memory, also for long chains.
 *
 * @param kinds numbers from 0 without gaps
 * @returns the class of each node, numbered from 0 without gaps in the order of their first nodes
 */
export function stablePartition(kinds: Int32Array, relations: readonly Relation[]): Int32Array {
  const n = kinds.length
  if (n === 0) return new Int32Array(0)
  const counters = relations.map((relation) => new EdgeCounter(n, relation))
  const blocks = new Blocks(parted(kinds, counters))
  const splitters = new Splitters(n, blocks)
  for (let splitter = splitters.take(); splitter !== undefined; splitter = splitters.take()) {
    // Copied before the first relation splits anything: the splitter is this set, even if its block is split.
    const members = blocks.elementsOf(splitter)
    for (const counter of counters) {
      counter.count(members, (source) => blocks.mark(source))
      blocks.split((block, made) => splitters.note(block, made))
      // Among the sources of the splitter, split off those with no other target in the set that it was taken from.
      counter.moveCounts((source) => blocks.mark(source))
      blocks.split((block, made) => splitters.note(block, made))
    }
  }
  return numbered(n, (node) => blocks.blockOf[node])
}

/** Splits kinds by whether a node has any target in each relation: stable with respect to the set of all nodes. */
function parted(kinds: Int32Array, counters: readonly EdgeCounter[]): Int32Array {
  const hasTargets = kinds.map((_, node) => {
    let bits = 0
    for (const counter of counters) bits = bits * 2 + (counter.hasTarget(node) ? 1 : 0)
    return bits
  })
  return numberedPairs(kinds, hasTargets)
}

/**
 * For each pair, how many targets its source has in the target's coarse set. Pairs with the same source and set share a
 * record, so moving a splitter out of its set costs only the splitter's own pairs.
 */
class EdgeCounter {
  readonly #relation: Relation
  readonly #recordOf: Int32Array
  readonly #counts: Int32Array
  readonly #free: number[] = []
  readonly #inSplitter: Int32Array
  readonly #newRecord: Int32Array
  #pairs: number[] = []
  #touched: number[] = []
  #records: number

  constructor(n: number, relation: Relation) {
    this.#relation = relation
    const pairs = relation.sources.length
    this.#recordOf = Int32Array.from(relation.sources)
    this.#counts = new Int32Array(n + pairs + 1)
    this.#inSplitter = new Int32Array(n)
    this.#newRecord = new Int32Array(n)
    this.#records = n
    // Initially one coarse set of all nodes: the record of a source is its own number.
    for (const source of relation.sources) this.#counts[source] = (this.#counts[source] ?? 0) + 1
  }

  hasTarget(source: number): boolean {
    return (this.#counts[source] ?? 0) > 0
  }

  /** Counts the pairs into the splitter, and reports each of their sources once. */
  count(splitter: Int32Array, onSource: (source: number) => void): void {
    const { starts, sources } = this.#relation
    this.#pairs = []
    this.#touched = []
    for (const target of splitter)
      for (let pair = starts[target] ?? 0; pair < (starts[target + 1] ?? 0); pair++) {
        const source = sources[pair] ?? 0
        const seen = this.#inSplitter[source] ?? 0
        if (seen === 0) this.#touched.push(source)
        this.#inSplitter[source] = seen + 1
        this.#pairs.push(pair)
      }
    for (const source of this.#touched) onSource(source)
  }

  /**
   * Moves the counted pairs to records of their own, and reports each source whose targets in the set are all in the
   * splitter.
   */
  moveCounts(onOnlySource: (source: number) => void): void {
    for (const source of this.#touched) this.#newRecord[source] = -1
    for (const pair of this.#pairs) {
      const source = this.#relation.sources[pair] ?? 0
      const old = this.#recordOf[pair] ?? 0
      if (this.#newRecord[source] === -1) {
        if (this.#counts[old] === this.#inSplitter[source]) onOnlySource(source)
        const made = this.#free.pop() ?? this.#records++
        this.#counts[made] = this.#inSplitter[source] ?? 0
        this.#newRecord[source] = made
      }
      const left = (this.#counts[old] ?? 0) - 1
      this.#counts[old] = left
      if (left === 0) this.#free.push(old)
      this.#recordOf[pair] = this.#newRecord[source] ?? 0
    }
    for (const source of this.#touched) this.#inSplitter[source] = 0
  }
}

/**
 * The coarse sets of blocks, with respect to which all blocks are stable, and which of these sets still have several
 * blocks.
 */
class Splitters {
  readonly #blocks: Blocks
  readonly #setOf: Int32Array
  readonly #members: number[][]
  readonly #waiting: number[] = []

  constructor(n: number, blocks: Blocks) {
    this.#blocks = blocks
    this.#setOf = new Int32Array(n)
    this.#members = [Array.from({ length: blocks.count }, (_, block) => block)]
    if (blocks.count > 1) this.#waiting.push(0)
  }

  /**
   * Takes a block of at most half of its set and makes it a set of its own; undefined once every set is a single block.
   */
  take(): number | undefined {
    const set = this.#waiting.at(-1)
    if (set === undefined) return undefined
    const members = this.#members[set] ?? []
    const [a = 0, b = 0] = [members.pop(), members.pop()]
    const [taken, left] = this.#blocks.sizeOf(a) <= this.#blocks.sizeOf(b) ? [a, b] : [b, a]
    members.push(left)
    if (members.length === 1) this.#waiting.pop()
    this.#setOf[taken] = this.#members.length
    this.#members.push([taken])
    return taken
  }

  /** Records that a block was split; both parts stay in its set. */
  note(block: number, made: number): void {
    const set = this.#setOf[block] ?? 0
    this.#setOf[made] = set
    const members = this.#members[set] ?? []
    members.push(made)
    if (members.length === 2) this.#waiting.push(set)
  }
}
