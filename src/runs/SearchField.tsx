import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useNavigation } from '#src/navigation/useNavigation.ts'

/** Milliseconds of rest in typing after which the list follows. */
const REST_MS = 250
/** The API refuses longer texts. */
const LENGTH_MAX = 200

/** Text to look for. What is being typed is held here only until the list follows; then the URL has it. */
export function SearchField() {
  const filter = useNavigation((state) => state.filter)
  const setFilter = useNavigation((state) => state.setFilter)
  const [typing, setTyping] = useState<string>()
  const shown = typing ?? filter.q ?? ''

  const apply = (text: string) => {
    // Blanks around the text are kept in the field while one types, and mean nothing to the search.
    setFilter({ ...filter, q: text.trim() || undefined })
    setTyping(undefined)
  }
  const applySoon = useDebouncedCallback(apply, REST_MS)
  const clear = () => {
    applySoon.cancel()
    apply('')
  }

  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label="Search runs"
      placeholder="Task, agent, session, run id"
      maxLength={LENGTH_MAX}
      leftSection={<Search size={13} aria-hidden />}
      rightSection={shown !== '' && <CloseButton size="xs" aria-label="Clear the search" onClick={clear} />}
      value={shown}
      onChange={({ currentTarget: { value } }) => {
        setTyping(value)
        applySoon(value)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || shown === '') return
        // The first Escape clears the text; only the next may close a drawer or a dialog around it.
        event.stopPropagation()
        clear()
      }}
    />
  )
}
