import type { LucideIcon } from 'lucide-react'

export const GROUPS = ['Go to', 'Nodes of this run', 'Actions', 'Theme', 'Runs'] as const
export type Group = (typeof GROUPS)[number]

/** One line of the palette. */
export type Entry = {
  /** Unique in the palette. */
  readonly id: string
  readonly group: Group
  readonly label: string
  /** Additional search terms besides the label. */
  readonly further: string
  /** Shown on the right, such as when a run started. */
  readonly note?: string
  /** Status of a run or node, shown instead of the icon. */
  readonly status?: string
  readonly Icon: LucideIcon
  /** The equivalent key chord. */
  readonly keys?: string | undefined
  readonly perform: () => void
}
