import type { LucideIcon } from 'lucide-react'

export const GROUPS = ['Go to', 'Nodes of this run', 'Actions', 'Theme', 'Runs'] as const
export type Group = (typeof GROUPS)[number]

/** One line of the palette. */
export type Entry = {
  /** Unique in the palette. */
  readonly id: string
  readonly group: Group
  readonly label: string
  /** Words by which it is found beside its label. */
  readonly further: string
  /** What is told at its right, such as when a run began. */
  readonly note?: string
  /** Status of a run or node, in place of the icon. */
  readonly status?: string
  readonly Icon: LucideIcon
  /** The chord that does the same. */
  readonly keys?: string | undefined
  readonly perform: () => void
}
