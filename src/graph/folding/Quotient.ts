/** An acyclic graph whose nodes can be merged as long as it stays acyclic. */
export class Quotient {
  readonly #after = new Map<number, Set<number>>()
  readonly #before = new Map<number, Set<number>>()

  /** @param edges acyclic; self-loops and duplicates are ignored */
  constructor(nodes: Iterable<number>, edges: readonly (readonly [from: number, to: number])[]) {
    for (const node of nodes) {
      this.#after.set(node, new Set())
      this.#before.set(node, new Set())
    }
    for (const [from, to] of edges) {
      if (from === to) continue
      this.#after.get(from)?.add(to)
      this.#before.get(to)?.add(from)
    }
  }

  get nodes(): readonly number[] {
    return [...this.#after.keys()]
  }

  after(node: number): ReadonlySet<number> {
    return this.#after.get(node) ?? new Set()
  }

  before(node: number): ReadonlySet<number> {
    return this.#before.get(node) ?? new Set()
  }

  /** The nodes in topological order; roots are ordered by number. O(V log V + E). */
  sorted(): readonly number[] {
    const waits = new Map([...this.#before].map(([node, before]) => [node, before.size]))
    const order = this.nodes.filter((node) => waits.get(node) === 0).toSorted((a, b) => a - b)
    for (let at = 0; at < order.length; at++) {
      for (const next of this.after(order[at] ?? -1)) {
        const left = (waits.get(next) ?? 0) - 1
        waits.set(next, left)
        if (left === 0) order.push(next)
      }
    }
    return order
  }

  /** The length of the longest path to each node. O(V log V + E). */
  layers(): ReadonlyMap<number, number> {
    const layers = new Map<number, number>()
    for (const node of this.sorted()) {
      let layer = 0
      for (const before of this.before(node)) layer = Math.max(layer, (layers.get(before) ?? 0) + 1)
      layers.set(node, layer)
    }
    return layers
  }

  /**
   * Whether no path leaves the set and returns: merged into one node, it would not be its own predecessor. O(V + E).
   */
  isConvex(set: ReadonlySet<number>): boolean {
    const seen = new Set<number>()
    const stack: number[] = []
    const visit = (node: number): boolean => {
      for (const next of this.after(node)) {
        if (set.has(next)) {
          if (!set.has(node)) return false
        } else if (!seen.has(next)) {
          seen.add(next)
          stack.push(next)
        }
      }
      return true
    }
    for (const node of set) visit(node)
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) if (!visit(node)) return false
    return true
  }

  /** Merges nodes into one with a new number. */
  merge(set: ReadonlySet<number>, made: number): void {
    const ends = (of: Map<number, Set<number>>, back: Map<number, Set<number>>) => {
      const own = new Set<number>()
      for (const node of set) {
        for (const end of of.get(node) ?? []) if (!set.has(end)) own.add(end)
        of.delete(node)
      }
      for (const end of own) {
        const others = back.get(end)
        for (const node of set) others?.delete(node)
        others?.add(made)
      }
      return own
    }
    const after = ends(this.#after, this.#before)
    const before = ends(this.#before, this.#after)
    this.#after.set(made, after)
    this.#before.set(made, before)
  }
}
