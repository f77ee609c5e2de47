import { useNodeFilter } from '#src/navigation/useNodeFilter.ts'
import { NodeFilterNote } from '#src/records/nodeFilter/NodeFilterNote.tsx'
import { createContext, useContext } from 'react'

/** How many of the run's nodes match the filter; undefined without one. */
export const FilteredContext = createContext<{ readonly matching: number; readonly all: number } | undefined>(undefined)

/** Says how many nodes match the filter, and clears it. */
export function FilteredNote() {
  const filtered = useContext(FilteredContext)
  const { clear } = useNodeFilter()
  return filtered ? <NodeFilterNote {...filtered} onClear={clear} /> : null
}
