import { Bot, CircleDot, Flag, GitFork, ListChecks, SlidersHorizontal, UserCheck, type LucideIcon } from 'lucide-react'

const ICONS = new Map<string, LucideIcon>([
  ['planning', ListChecks],
  ['control', SlidersHorizontal],
  ['agent', Bot],
  ['approval', UserCheck],
  ['parallel', GitFork],
  ['terminator', Flag],
])

/** For what must have them all at hand. */
export const NODE_TYPE_ICONS: readonly LucideIcon[] = [...ICONS.values(), CircleDot]

/** How a node type looks; a type that is not in the table gets a neutral dot and is told by its word. */
export const nodeTypeToken = (nodeType: string): { readonly Icon: LucideIcon } => ({
  Icon: ICONS.get(nodeType) ?? CircleDot,
})
