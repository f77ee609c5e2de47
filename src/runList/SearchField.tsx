import { CloseButton, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { runOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { useTypedText } from '#src/ui/hooks/useTypedText.ts'

/** Debounce of the search in milliseconds. */
const REST_MS = 250
/** The API rejects longer texts. */
const LENGTH_MAX = 200

/** The text to search runs for, stored in the URL. */
export function SearchField() {
  const filter = useNavigation((state) => state.filter)
  const setFilter = useNavigation((state) => state.setFilter)
  const isInRun = useNavigation((state) => runOf(state.selection) !== undefined)
  const { text, type, clear } = useTypedText({
    applied: filter.q ?? '',
    apply: (q) => setFilter({ ...filter, q: q || undefined }),
    restMs: REST_MS,
  })
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label="Search runs"
      // In a run, the key is for the field of the run.
      aria-keyshortcuts={isInRun ? undefined : '/'}
      placeholder="Task, agent, session, run id"
      maxLength={LENGTH_MAX}
      leftSection={<Search size={13} aria-hidden />}
      rightSection={text !== '' && <CloseButton size="xs" aria-label="Clear search" onClick={clear} />}
      value={text}
      onChange={({ currentTarget: { value } }) => type(value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return
        // The first Escape clears the text; only the next one may close an enclosing drawer or dialog.
        event.stopPropagation()
        clear()
      }}
    />
  )
}
