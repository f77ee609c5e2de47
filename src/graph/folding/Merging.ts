import { addTo } from '#src/lib/addTo.ts'
import type { FoldTree } from './FoldTree.ts'
import { Quotient } from './Quotient.ts'

/** A class, or several classes folded into one. */
export type Top = {
  readonly id: number
  readonly label: string
  /** The names of its first and last class. */
  readonly first: string
  readonly last: string
  readonly kinds: ReadonlySet<number>
}

const NO_TOP: Top = { id: 0, label: '', first: '', last: '', kinds: new Set() }

/** Classes while they are being merged, with a record of every merge. */
export class Merging {
  readonly graph: Quotient
  readonly #tops = new Map<number, Top>()
  readonly #above: number[]
  readonly #labels: string[] = []
  readonly #kinds: number[] = []

  /**
   * @param start classes that are merged from the beginning, if any: numbers from 0 without gaps, chosen so that no
   * path leaves a group and returns
   * @param labelOf names those groups
   */
  constructor(
    labels: readonly string[],
    kinds: Int32Array,
    edges: readonly (readonly [from: number, to: number])[],
    start: Int32Array | undefined,
    labelOf: (parts: readonly Top[]) => string,
  ) {
    this.#above = labels.map(() => -1)
    const classes = labels.map((label, id): Top => ({
      id,
      label,
      first: label,
      last: label,
      kinds: new Set([kinds[id] ?? 0]),
    }))
    const groups: Top[][] = []
    classes.forEach((one, id) => {
      const group = start?.[id] ?? id
      const known = groups[group]
      if (known) known.push(one)
      else groups[group] = [one]
    })
    const made = groups.map((parts) => (parts.length > 1 ? this.#put(parts, labelOf(parts)) : (parts[0]?.id ?? 0)))
    const topOf = (of: number) => made[start?.[of] ?? of] ?? of
    for (const id of made) if (id < classes.length) this.#tops.set(id, classes[id] ?? NO_TOP)
    this.graph = new Quotient(
      made,
      edges.map(([from, to]) => [topOf(from), topOf(to)] as const),
    )
  }

  get size(): number {
    return this.#tops.size
  }

  /** In topological order. */
  sorted(): readonly Top[] {
    return this.graph.sorted().flatMap((id) => this.#tops.get(id) ?? [])
  }

  topOf(of: number): number {
    let at = of
    for (let above = this.#above[at] ?? -1; above >= 0; above = this.#above[at] ?? -1) at = above
    return at
  }

  /** Merges the classes that share a key, unless a path leaves them and returns. O(groups · (V + E)). */
  mergeBy(keyOf: (top: Top) => string | undefined, labelOf: (parts: readonly Top[], key: string) => string): void {
    const groups = new Map<string, Top[]>()
    for (const top of this.sorted()) {
      const key = keyOf(top)
      if (key !== undefined) addTo(groups, key, top)
    }
    for (const [key, parts] of groups) {
      for (const cluster of this.#clusters(parts)) if (cluster.length > 1) this.merge(cluster, labelOf(cluster, key))
    }
  }

  /**
   * Splits the parts into groups that can each be merged, the first as large as possible. Lazy, because each group
   * depends on how the previous one was merged.
   */
  *#clusters(parts: readonly Top[]): Generator<readonly Top[]> {
    if (this.canBeOne(parts)) {
      yield parts
      return
    }
    let cluster: Top[] = []
    for (const part of parts) {
      if (this.canBeOne([...cluster, part])) cluster.push(part)
      else {
        yield cluster
        cluster = [part]
      }
    }
    yield cluster
  }

  canBeOne(parts: readonly Top[]): boolean {
    return parts.length < 2 || this.graph.isConvex(new Set(parts.map(({ id }) => id)))
  }

  top(id: number): Top | undefined {
    return this.#tops.get(id)
  }

  /** @param parts in topological order */
  merge(parts: readonly Top[], label: string): void {
    this.graph.merge(new Set(parts.map(({ id }) => id)), this.#put(parts, label))
  }

  #put(parts: readonly Top[], label: string): number {
    const id = this.#above.push(-1) - 1
    const kinds = new Set<number>()
    for (const part of parts) {
      this.#above[part.id] = id
      this.#tops.delete(part.id)
      for (const kind of part.kinds) kinds.add(kind)
    }
    this.#labels.push(label)
    this.#kinds.push(kinds.size)
    this.#tops.set(id, { id, label, first: parts[0]?.first ?? '', last: parts.at(-1)?.last ?? '', kinds })
    return id
  }

  /** @param groups how many of the first merges were groups */
  tree(groups: number): FoldTree {
    return { above: Int32Array.from(this.#above), labels: this.#labels, kinds: Int32Array.from(this.#kinds), groups }
  }

  get merges(): number {
    return this.#labels.length
  }
}
