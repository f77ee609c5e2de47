import type { OverviewCall } from '#contract/runOverview.ts'
import type { NodeId } from '#contract/ids.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { useOpenEvent } from '#src/navigation/useOpenEvent.ts'
import { eventTypeToken } from '#src/records/events/eventTypeToken.ts'
import { UnstyledButton } from '@mantine/core'
import styles from './CallList.module.css'

type Props = {
  readonly title: string
  readonly calls: readonly OverviewCall[]
  readonly labels: ReadonlyMap<NodeId, string>
  /** What the call is listed for, such as its duration. */
  readonly figureOf: (call: OverviewCall) => string
}

/** A few calls of a run; each opens beside it. */
export function CallList({ title, calls, labels, figureOf }: Props) {
  const openEvent = useOpenEvent()
  if (calls.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ol className={styles['calls']}>
        {calls.map((call) => {
          const { Icon } = eventTypeToken(call.event_type)
          return (
            <li key={call.event_id}>
              <UnstyledButton className={styles['call'] ?? ''} onClick={() => openEvent(call)}>
                <Icon size={14} aria-hidden />
                <span dir="auto" className="ellipsis" title={visibleText(call.headline)}>
                  {visibleText(call.headline)}
                </span>
                <span className={styles['where']}>
                  {visibleText((call.node_id === null ? undefined : labels.get(call.node_id)) ?? call.agent_name ?? '')}
                </span>
                <span className={styles['figure']}>{figureOf(call)}</span>
              </UnstyledButton>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
