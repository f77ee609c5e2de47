import { isContainer, isList, memberCount, type JsonContainer } from './jsonContainer.ts'

/** Containers with at most this many members are initially expanded, up to this depth and total number of rows. */
const OPEN_AT_FIRST = { members: 24, depth: 2, rows: 200 } as const

/** What is expanded initially: the small containers near the root, breadth first, a few screens of rows. */
export const openedAtFirst = (root: JsonContainer): ReadonlySet<JsonContainer> => opening(root, OPEN_AT_FIRST)

/** Every container, outer ones first, up to a number of rows. */
export const openedWholly = (root: JsonContainer, rows: number): ReadonlySet<JsonContainer> =>
  opening(root, { members: Infinity, depth: Infinity, rows })

function opening(root: JsonContainer, bound: Record<keyof typeof OPEN_AT_FIRST, number>): ReadonlySet<JsonContainer> {
  const opened = new Set<JsonContainer>()
  let rows = memberCount(root)
  let level: readonly JsonContainer[] = [root]
  for (let depth = 0; depth < bound.depth && level.length > 0 && rows < bound.rows; depth++) {
    const next: JsonContainer[] = []
    for (const container of level) {
      for (const value of isList(container) ? container : Object.values(container)) {
        if (!isContainer(value)) continue
        const members = memberCount(value)
        if (members === 0 || members > bound.members || rows + members > bound.rows) continue
        rows += members
        opened.add(value)
        next.push(value)
      }
    }
    level = next
  }
  return opened
}
