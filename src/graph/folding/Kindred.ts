import { classLabel } from './classLabel.ts'
import type { FoldInput } from './FoldInput.ts'
import { kindredOf } from './kindredOf.ts'
import { shownName } from './nodeKind.ts'
import { roundStartsOf } from './unrolledLoops.ts'

/** The classes that a graph folds into, before anything is drawn out of them: what does not change while a run goes on without growing. */
export type Kindred = {
  readonly classOf: Int32Array
  /** By class: how many members it has, its first one, and its name. */
  readonly sizes: Int32Array
  readonly first: Int32Array
  readonly labels: readonly string[]
  /** By node, as `roundStartsOf` has it. */
  readonly roundStarts: Int32Array
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
  for (const { members, label } of loops) labels[classOf[members[0] ?? 0] ?? 0] = label
  return { classOf, sizes, first, labels, roundStarts: roundStartsOf(loops, classOf.length) }
}
