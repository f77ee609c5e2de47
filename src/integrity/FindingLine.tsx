import type { IntegrityFinding } from '#contract/integrity.ts'
import { plural, shortId } from '#src/lib/format.ts'
import { newEvent, newNode, newRun } from '#src/navigation/navigationStore.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './FindingLine.module.css'
import type { Among } from './integrityRows.ts'

type Props = { readonly finding: IntegrityFinding; readonly among: Among }

/** One finding, with a link to its place. */
export function FindingLine({ finding, among }: Props) {
  const { detail, rows } = finding
  return (
    <li className={styles['finding']}>
      <span className={styles['where']}>
        <Places finding={finding} among={among} />
        {rows > 1 && <span className={styles['rows']}>{plural(rows, 'row')}</span>}
      </span>
      <span className={styles['words']}>
        <bdi>{visibleText(detail)}</bdi>
      </span>
    </li>
  )
}

function Places({ finding, among }: Props) {
  const { run_id, node_id, event_id, table, key } = finding
  // A row without a run cannot be opened; its table and key are the only way to find it.
  if (run_id === null)
    return (
      <span className={styles['key']} title={visibleText(key)}>
        {visibleText(table)}
        {key !== '' && ` ${visibleText(key)}`}
      </span>
    )
  return (
    <>
      {(among === 'many runs' || (node_id === null && event_id === null)) && (
        <span>
          run{' '}
          <PlaceLink to={newRun(run_id)} className={styles['link']} title={run_id}>
            {shortId(run_id)}
          </PlaceLink>
        </span>
      )}
      {node_id !== null && (
        <span className={styles['place']}>
          node{' '}
          <PlaceLink to={newNode({ run_id, node_id })} className={styles['link']} title={visibleText(node_id)}>
            <bdi>{visibleText(shortId(node_id))}</bdi>
          </PlaceLink>
        </span>
      )}
      {event_id !== null && (
        <span className={styles['place']}>
          event{' '}
          <PlaceLink to={newEvent(run_id, node_id, event_id)} className={styles['link']} title={visibleText(event_id)}>
            <bdi>{visibleText(shortId(event_id))}</bdi>
          </PlaceLink>
        </span>
      )}
    </>
  )
}
