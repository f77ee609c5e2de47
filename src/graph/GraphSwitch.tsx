import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { ListTree, Workflow } from 'lucide-react'
import styles from './GraphSwitch.module.css'

const FORMS = [
  { as: 'picture', word: 'Diagram', Icon: Workflow },
  { as: 'outline', word: 'Outline', Icon: ListTree },
] as const

/** Switches between picture and outline. It stays in the same position over both, so that it keeps the focus. */
export function GraphSwitch() {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  return (
    <div className={styles['switch']} role="group" aria-label="Show graph as">
      {FORMS.map(({ as, word, Icon }) => (
        <button
          key={as}
          type="button"
          aria-pressed={graph.as === as}
          onClick={() => setViewState({ graph: { ...graph, as } })}
        >
          <Icon size={14} aria-hidden />
          {word}
        </button>
      ))}
    </div>
  )
}
