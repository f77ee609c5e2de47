import { formatCount } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Facet } from './eventFilter.ts'
import styles from './FacetMenu.module.css'

/** Maximum number of words shown at once; the others are found by typing. */
const OFFERED_MAX = 60
/** With at least this many words, there is a search field. */
const FINDABLE_FROM = 12

const CHOICE = {
  body: styles['choice'] ?? '',
  labelWrapper: styles['choiceWords'] ?? '',
  label: styles['choiceLabel'] ?? '',
}

type Props<Word extends string> = {
  /** The name of the facet on the button: "Type", or "All types" if nothing is chosen. */
  readonly name: string
  readonly facets: readonly Facet<Word>[]
  readonly chosen: readonly Word[]
  readonly onChange: (chosen: readonly Word[]) => void
  readonly labelOf: (word: Word) => string
}

/** A multiple choice of words with their counts. Renders nothing if there is no choice. */
export function FacetMenu<Word extends string>({ name, facets, chosen, onChange, labelOf }: Props<Word>) {
  if (facets.length < 2 && chosen.length === 0) return null
  const label = chosen.map((word) => visibleText(labelOf(word))).join(', ')
  return (
    <Popover position="bottom-start" shadow="md" trapFocus width={260}>
      <Popover.Target>
        <Button
          size="xs"
          variant={chosen.length > 0 ? 'light' : 'default'}
          className={styles['facet'] ?? ''}
          rightSection={<ChevronDown size={13} aria-hidden />}
          title={label || undefined}
        >
          {chosen.length === 0 ? name : `${name}: ${label}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={name}>
        <Choices facets={facets} chosen={chosen} onChange={onChange} labelOf={labelOf} name={name} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Choices<Word extends string>({ name, facets, chosen, onChange, labelOf }: Props<Word>) {
  const [text, setText] = useState('')
  const needle = text.trim().toLowerCase()
  // A chosen word that no longer occurs stays in the list, so that it can be unchosen.
  const gone = chosen.filter((word) => !facets.some((facet) => facet.word === word))
  const all = [...facets, ...gone.map((word) => ({ word, count: 0 }))]
  const found = all.filter(({ word }) => `${labelOf(word)} ${word}`.toLowerCase().includes(needle))
  const rest = found.length - OFFERED_MAX
  return (
    <>
      {all.length >= FINDABLE_FROM && (
        <TextInput
          size="xs"
          mb={8}
          aria-label={`Find in ${name.toLowerCase()}`}
          placeholder="Find"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <div role="group" aria-label={name} className={styles['choices']}>
        {found.slice(0, OFFERED_MAX).map(({ word, count }) => (
          <Checkbox
            key={word}
            size="xs"
            classNames={CHOICE}
            label={
              <>
                <span>{visibleText(labelOf(word))}</span>{' '}
                <span className={styles['choiceCount']}>{formatCount(count)}</span>
              </>
            }
            checked={chosen.includes(word)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, word] : chosen.filter((other) => other !== word))
            }
          />
        ))}
        {found.length === 0 && <p className={styles['more']}>No matches.</p>}
        {rest > 0 && <p className={styles['more']}>{formatCount(rest)} more. Type to filter.</p>}
      </div>
      {chosen.length > 0 && (
        <Button size="compact-xs" variant="subtle" mt={6} onClick={() => onChange([])}>
          Show all
        </Button>
      )}
    </>
  )
}
