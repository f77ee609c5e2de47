import { RUN_STATUSES, type RunStatus } from '#contract/words.ts'
import { formatCount, plural } from '#src/lib/format.ts'
import { isPlainClick } from '#src/lib/isPlainClick.ts'
import { formatLocation, NO_FILTER } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import styles from './StatusTiles.module.css'
import type { StatusCount } from './recentStatuses.ts'

type Props = {
  readonly statuses: readonly StatusCount[]
  /** The number of runs that were counted. */
  readonly among: number
}

/** The statuses of the latest runs. Those that the list can be filtered by do so. */
export function StatusTiles({ statuses, among }: Props) {
  return (
    <ul className={styles['tiles']} aria-label={`Statuses of the latest ${plural(among, 'run')}`}>
      {statuses.map(({ status, count }) => (
        <li key={status}>
          {isRunStatus(status) ? (
            <FilterTile status={status} count={count} />
          ) : (
            <span className={styles['tile']}>
              <Count status={status} count={count} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const isRunStatus = (word: string): word is RunStatus => RUN_STATUSES.some((status) => status === word)

const Count = ({ status, count }: StatusCount) => (
  <>
    <strong className="tabular">{formatCount(count)}</strong>
    <StatusMark status={status} />
  </>
)

function FilterTile({ status, count }: { readonly status: RunStatus; readonly count: number }) {
  const setFilter = useNavigation((state) => state.setFilter)
  const selection = useNavigation((state) => state.selection)
  const view = useNavigation((state) => state.view)
  const filter = { ...NO_FILTER, status: [status] }
  return (
    <a
      className={styles['tile']}
      href={formatLocation({ selection, view, filter })}
      title="Show these runs in the list"
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        setFilter(filter)
      }}
    >
      <Count status={status} count={count} />
    </a>
  )
}
