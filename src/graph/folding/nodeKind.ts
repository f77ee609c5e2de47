import type { FoldNode } from './FoldInput.ts'
import { numbered, numberedPairs } from './numbered.ts'

/** Placeholder for a variable part of a name. */
const HOLE = '#'

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
/** At least seven hexadecimal characters with a digit and a letter: a commit, a digest, a span id. */
const HASH = /(?<![0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}(?![0-9a-z])/gi
/** At least 16 letters and digits with several digits: a call id, a ULID, a base-62 key. */
const LONG_ID = /(?<![0-9a-z])(?=(?:[a-z]*\d){3})[0-9a-z]{16,}(?![0-9a-z])/gi
const NUMBER = /\p{Nd}+/gu
/** In this order, with the length of the shortest match: an id is replaced whole before its digits are. */
const CHANGING = [
  { part: UUID, shortest: 36 },
  { part: LONG_ID, shortest: 16 },
  { part: HASH, shortest: 7 },
  { part: NUMBER, shortest: 1 },
]
/** `(WT_REP1)` or `[3]` at the end of a name, where workflow engines put the sample or index. */
const TRAILING_BRACKETS = /\s*(?:\([^()]*\)|\[[^[\]]*\])$/
const LOOP_SUFFIX = /#\p{Nd}+$/u
const TRAILING_HOLES = /[\s_\-.:/,#]*#+$/

/** Longer or multi-line names are texts, such as a command line or a script, and differ for each node. */
const NAME_MAX = 200

/**
 * A name without its variable parts: numbers, UUIDs, hashes, long ids, trailing brackets, and the `#2` of a loop's
 * second round. Equal for `page 1` and `page 12`; `#` if nothing else is left. Only the first 200 characters of a
 * longer name count, which bounds the time per name.
 */
export function nameStem(name: string): string {
  let stem = name.slice(0, NAME_MAX).trim().replace(LOOP_SUFFIX, '')
  for (let shorter = stem.replace(TRAILING_BRACKETS, ''); shorter !== stem && shorter !== '';) {
    stem = shorter
    shorter = stem.replace(TRAILING_BRACKETS, '')
  }
  const holed = CHANGING.reduce(
    (text, { part, shortest }) => (text.length < shortest ? text : text.replace(part, HOLE)),
    stem,
  )
  const trimmed = holed.replace(TRAILING_HOLES, '')
  return trimmed === '' ? HOLE : trimmed
}

/** The name that a node shows: its label, else its id. */
export const shownName = ({ label, node_id }: Pick<FoldNode, 'label' | 'node_id'>): string =>
  label === null || label.trim() === '' ? node_id : label

/**
 * The kind of each node as a number from 0: nodes with the same type, agent and label, ignoring variable parts. An
 * agent that is not a name, such as a script, is ignored. O(length of all names); each name is read once.
 */
export function nodeKinds(nodes: readonly FoldNode[]): Int32Array {
  const stemOf = remembered(nameStem)
  const numbersOf = (textOf: (node: FoldNode) => string) =>
    numbered(nodes.length, (at) => {
      const node = nodes[at]
      return node ? textOf(node) : ''
    })
  const types = numbersOf((node) => node.node_type)
  const agents = numbersOf(({ agent }) => (agent !== null && isName(agent) ? stemOf(agent) : ''))
  const stems = numbersOf((node) => stemOf(shownName(node)))
  return numberedPairs(numberedPairs(types, agents), stems)
}

function remembered(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = work(text)
    known.set(text, result)
    return result
  }
}

const isName = (text: string): boolean => text.length <= NAME_MAX && !text.includes('\n')
