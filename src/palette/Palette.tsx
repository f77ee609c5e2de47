import { Modal, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react'
import { chooseEntries } from './chooseEntries.ts'
import type { Entry } from './Entry.ts'
import { closeLayer, setTyped, useLayer } from './layerStore.ts'
import styles from './Palette.module.css'
import { PaletteOption } from './PaletteOption.tsx'
import { usePaletteEntries } from './usePaletteEntries.ts'

/**
 * Finds every destination and action by a few letters: a combobox with a list of options. The focus stays in the
 * field; the arrow keys move the active option, which is announced to screen readers.
 */
export function Palette() {
  const listId = useId()
  const typed = useLayer((state) => state.typed)
  // By id, not by index: results that arrive late must not change what the reader's Enter selects.
  const [moved, setMoved] = useState<string>()
  const { entries, search } = usePaletteEntries(typed)
  const groups = useMemo(() => chooseEntries(entries, typed), [entries, typed])
  const shown = groups.flatMap((each) => each.entries)
  const active = shown.find(({ id }) => id === moved) ?? shown[0]
  const optionId = (entry: Entry) => `${listId}-${entry.id}`

  const choose = (entry: Entry) => {
    closeLayer()
    entry.perform()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && active) {
      event.preventDefault()
      setMoved(shown[(shown.indexOf(active) + step + shown.length) % shown.length]?.id)
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      choose(active)
    }
  }
  const activeId = active && optionId(active)
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  return (
    <Modal
      opened
      onClose={closeLayer}
      returnFocus={false}
      withCloseButton={false}
      padding={0}
      size={600}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search or jump' } }}
      classNames={{ body: styles['body'] ?? '' }}
    >
      <TextInput
        data-autofocus
        variant="unstyled"
        className={styles['field'] ?? ''}
        role="combobox"
        aria-label="Search or jump"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        placeholder="Runs, nodes, tabs, actions"
        leftSection={<Search size={15} aria-hidden />}
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          setMoved(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Results" className={styles['list']}>
        {groups.map(({ group, entries: shownOf, total }) => (
          <div key={group} role="group" aria-labelledby={`${listId}-${group}`}>
            <div id={`${listId}-${group}`} role="presentation" className={styles['group']}>
              {group}
              {shownOf.length < total && ` · ${shownOf.length} of ${total}`}
            </div>
            {shownOf.map((entry) => (
              <PaletteOption
                key={entry.id}
                id={optionId(entry)}
                entry={entry}
                isActive={entry === active}
                onChoose={() => choose(entry)}
              />
            ))}
          </div>
        ))}
      </div>
      <p className={styles['state']} role="status">
        {search === 'searching' && 'Searching runs…'}
        {search === 'failed' && 'The run search failed.'}
        {search === 'done' && shown.length === 0 && 'No results.'}
      </p>
    </Modal>
  )
}
