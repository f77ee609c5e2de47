import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { useNavigation } from '#src/navigation/useNavigation.ts'

/** Milliseconds of rest in typing after which the list follows. */
const REST_MS = 250
/** The API refuses longer texts. */
const LENGTH_MAX = 200

/** What was typed, and whether the list has yet to follow. */
type Typed = { readonly text: string; readonly isPending: boolean }

/** Blanks around the text mean nothing to the search, but one types them before the next word: the field keeps them. */
const queryOf = (text: string): string | undefined => text.trim() || undefined

/** Text to look for, which the URL holds. What is typed stands here as it is, until the URL comes to say something else. */
export function SearchField() {
  const filter = useNavigation((state) => state.filter)
  const setFilter = useNavigation((state) => state.setFilter)
  const [typed, setTyped] = useState<Typed>()
  const isOurs = typed !== undefined && (typed.isPending || filter.q === queryOf(typed.text))
  const shown = isOurs ? typed.text : (filter.q ?? '')

  const apply = (text: string) => {
    setFilter({ ...filter, q: queryOf(text) })
    setTyped({ text, isPending: false })
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
        setTyped({ text: value, isPending: true })
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
