import { UnstyledButton } from '@mantine/core'
import { OctagonX } from 'lucide-react'
import type { NodeRef } from '#contract/ids.ts'
import type { ExecutionSummary } from '#contract/summaries.ts'
import { formatClock, formatExact, plural } from '#src/lib/format.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { errorExcerpt } from '#src/records/events/errorExcerpt.ts'
import overviewStyles from './overview.module.css'
import styles from './ErrorList.module.css'

type Props = { readonly nodeRef: NodeRef; readonly errors: ExecutionSummary['errors'] }

/** The first errors, each with a link to its event. */
export function ErrorList({ nodeRef, errors }: Props) {
  const openEvent = useNavigation((state) => state.openEvent)
  return (
    <section>
      <h3 className={overviewStyles['heading']}>{plural(errors.total, 'error')}</h3>
      <ul className={styles['errors']}>
        {errors.first.map((error) => (
          <li key={error.event_id}>
            <UnstyledButton className={styles['error']} onClick={() => openEvent(nodeRef, error.event_id)}>
              <OctagonX size={14} aria-hidden />
              <span className={styles['errorText']}>
                <span className={styles['errorHeadline']}>{visibleText(error.headline)}</span>
                {error.error_message !== null && error.error_message !== error.headline && (
                  <span className={styles['errorMessage']}>{visibleText(errorExcerpt(error.error_message))}</span>
                )}
              </span>
              <span className={styles['errorMeta']}>
                {error.agent_name !== null && <span>{visibleText(error.agent_name)}</span>}
                {error.timestamp !== null && (
                  <time dateTime={error.timestamp} title={formatExact(error.timestamp)}>
                    {formatClock(error.timestamp)}
                  </time>
                )}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {errors.first.length < errors.total && (
        <p className={styles['note']}>Showing the first {errors.first.length}. The Events tab lists all of them.</p>
      )}
    </section>
  )
}
