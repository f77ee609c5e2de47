import { formatCount, plural } from '#src/lib/format.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'

type Props = { readonly matching: number; readonly all: number; readonly onClear: () => void }

/** Says how many nodes match the filter, and clears it. */
export function NodeFilterNote({ matching, all, onClear }: Props) {
  return (
    <>
      <span role="status">
        {formatCount(matching)} of {plural(all, 'node')} match
      </span>
      <TextButton onClick={onClear}>Clear filter</TextButton>
    </>
  )
}
