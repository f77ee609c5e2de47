import type { IntegrityReport, ReusedId } from '#contract/integrity.ts'
import { formatCount, plural, shortId } from '#src/lib/format.ts'
import { newNode } from '#src/navigation/navigationStore.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { ReuseFigures } from '#src/records/reuse/ReuseFigures.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import styles from './ReusedIds.module.css'
import { Section } from './Section.tsx'

const TITLE = 'Ids used in more than one run'

/** Node ids used by several runs: compares a query by id alone with a query by run and id. */
export function ReusedIds({ reused }: { readonly reused: IntegrityReport['reused_ids'] }) {
  // By id, not by index, because the report is refetched while audits are running.
  const [compared, setCompared] = useState<string>()
  const unlisted = reused.total - reused.items.length
  if (reused.total === 0) return null
  return (
    <Section title={TITLE} count={reused.total}>
      <p className={styles['explanation']}>
        Node ids repeat across runs. The old system queried nodes by id alone and showed the rows of all these runs
        together. Runlens queries by run and id.
      </p>
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-label={TITLE}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                Node id
              </th>
              <th scope="col" rowSpan={2}>
                Runs
              </th>
              <th scope="col" rowSpan={2}>
                Events
              </th>
              <th scope="colgroup" colSpan={3} className={styles['group']}>
                Events per run
              </th>
              <th scope="col" rowSpan={2} className={styles['words']}>
                By id alone → by run and id
              </th>
            </tr>
            <tr>
              <th scope="col">min</th>
              <th scope="col">median</th>
              <th scope="col">max</th>
            </tr>
          </thead>
          <tbody>
            {reused.items.map((id) => (
              <Fragment key={id.node_id}>
                <Row
                  id={id}
                  isCompared={compared === id.node_id}
                  onCompare={() => setCompared(compared === id.node_id ? undefined : id.node_id)}
                />
                {compared === id.node_id && (
                  <tr className={styles['comparison']}>
                    <td colSpan={7}>
                      <ReuseFigures nodeRef={{ run_id: id.typical_run_id, node_id: id.node_id }} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {unlisted > 0 && (
        <p className={styles['more']}>and {plural(unlisted, 'more id')} with fewer events, not listed</p>
      )}
    </Section>
  )
}

type RowProps = { readonly id: ReusedId; readonly isCompared: boolean; readonly onCompare: () => void }

function Row({ id, isCompared, onCompare }: RowProps) {
  const { node_id, typical_run_id: run_id, runs, events, events_per_run: per } = id
  const name = visibleText(shortId(node_id))
  const Chevron = isCompared ? ChevronDown : ChevronRight
  return (
    <tr>
      <th scope="row">
        <UnstyledButton
          className={styles['fold'] ?? ''}
          aria-expanded={isCompared}
          title={`Compare both queries for ${visibleText(node_id)} in run ${shortId(run_id)}`}
          onClick={onCompare}
        >
          <Chevron size={14} aria-hidden />
          <bdi className={styles['id']}>{name}</bdi>
        </UnstyledButton>
      </th>
      <td>{formatCount(runs)}</td>
      <td>{formatCount(events)}</td>
      <td>{formatCount(per.minimum)}</td>
      <td>{formatCount(per.median)}</td>
      <td>{formatCount(per.maximum)}</td>
      <td className={styles['words']}>
        {plural(events, 'event')} in {plural(runs, 'run')} → {formatCount(per.median)} in{' '}
        <PlaceLink
          to={newNode({ run_id, node_id }, 'events')}
          className={styles['link']}
          title={`Node ${visibleText(node_id)} of run ${run_id}, with the median number of events`}
          label={`this run: ${name} in run ${shortId(run_id)}`}
        >
          this run
        </PlaceLink>
      </td>
    </tr>
  )
}
