import { useNavigation, useReading } from '#src/navigation/useNavigation.ts'
import { ListTree, Workflow } from 'lucide-react'
import styles from './GraphSwitch.module.css'

const FORMS = [
  { as: 'picture', word: 'Picture', Icon: Workflow },
  { as: 'outline', word: 'Outline', Icon: ListTree },
] as const

/** Switches between picture and outline. It stays in the same position over both, so that it keeps the focus. */
export function GraphSwitch() {
  const { graph } = useReading()
  const read = useNavigation((state) => state.read)
  return (
    <div className={styles['switch']} role="group" aria-label="The graph as">
      {FORMS.map(({ as, word, Icon }) => (
        <button key={as} type="button" aria-pressed={graph.as === as} onClick={() => read({ graph: { ...graph, as } })}>
          <Icon size={14} aria-hidden />
          {word}
        </button>
      ))}
    </div>
  )
}
