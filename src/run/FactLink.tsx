import { isPlainClick } from '#src/lib/isPlainClick.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { formatLocation, NO_FILTER, type RunListFilter } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { TextFact } from './Fact.tsx'
import styles from './FactLink.module.css'

type Props = {
  readonly name: string
  readonly text: string
  /** The part of the list's filter that the fact stands for. */
  readonly filter: Partial<RunListFilter>
}

/** A fact that filters the list to the runs that share it. */
export function FactLink({ name, text, filter }: Props) {
  const selection = useNavigation((state) => state.selection)
  const view = useNavigation((state) => state.view)
  const setFilter = useNavigation((state) => state.setFilter)
  const only = { ...NO_FILTER, ...filter }
  return (
    <TextFact name={name} text={text} hint={`List the runs with this ${name.toLowerCase()}`}>
      <a
        className={styles['link']}
        href={formatLocation({ selection, view, filter: only })}
        onClick={(event) => {
          if (!isPlainClick(event)) return
          event.preventDefault()
          setFilter(only)
        }}
      >
        {visibleText(text)}
      </a>
    </TextFact>
  )
}
