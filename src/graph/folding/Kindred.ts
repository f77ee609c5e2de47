import { classLabel } from './classLabel.ts'
import type { FoldInput } from './FoldInput.ts'
import { kindredOf } from './kindredOf.ts'
import { shownName } from './nodeKind.ts'

/** The classes that a graph folds into, before anything is drawn out of them: what does not change while a run goes on without growing. */
export type Kindred = {
  readonly classOf: Int32Array
  /** By class: how many members it has, its first one, its name, and the rounds of the loop that it is, 1 where it is none. */
  readonly sizes: Int32Array
  readonly first: Int32Array
  readonly labels: readonly string[]
  readonly rounds: Int32Array
}

/** Names beyond these tell nothing new of what a class has in common. */
const NAMES_READ = 64

export function namedKindred(input: FoldInput): Kindred {
  const { classOf, loops } = kindredOf(input)
  const count = classOf.reduce((most, one) => Math.max(most, one + 1), 0)
  const sizes = new Int32Array(count)
  const first = new Int32Array(count)
  const names: string[][] = Array.from({ length: count }, () => [])
  input.nodes.forEach((node, at) => {
    const of = classOf[at] ?? 0
    if (sizes[of] === 0) first[of] = at
    sizes[of] = (sizes[of] ?? 0) + 1
    if (names[of] && names[of].length < NAMES_READ) names[of].push(shownName(node))
  })
  const labels = names.map((some) => classLabel(some))
  const rounds = new Int32Array(count).fill(1)
  for (const loop of loops) {
    const of = classOf[loop.members[0] ?? 0] ?? 0
    labels[of] = loop.label
    rounds[of] = Math.max(rounds[of] ?? 1, loop.rounds)
  }
  return { classOf, sizes, first, labels, rounds }
}
