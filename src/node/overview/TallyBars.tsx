import type { Tally } from '#contract/summaries.ts'
import { formatCount, spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { eventTypeToken } from '#src/records/events/eventTypeToken.ts'
import overviewStyles from './overview.module.css'
import styles from './TallyBars.module.css'

type Props = {
  readonly title: string
  readonly tally: Tally
  /** `event`: the values are event types, shown with their icons. */
  readonly kind: 'event' | 'plain'
}

/** Counts by word as bars, with word and number as text, so that nothing depends on length or colour alone. */
export function TallyBars({ title, tally, kind }: Props) {
  if (tally.length === 0) return null
  const most = tally.reduce((max, { count }) => Math.max(max, count), 1)
  return (
    <section>
      <h3 className={overviewStyles['heading']}>{title}</h3>
      <ul className={styles['tally']}>
        {tally.map(({ value, count }) => {
          const Icon = kind === 'event' ? eventTypeToken(value ?? '').Icon : undefined
          const word = value === null ? 'not recorded' : visibleText(kind === 'event' ? spoken(value) : value)
          return (
            // An empty word is different from none.
            <li key={JSON.stringify(value)}>
              <span className={styles['word']} title={word}>
                {Icon && <Icon size={14} aria-hidden />}
                <span className="ellipsis">{word}</span>
              </span>
              <span className={styles['barTrack']} aria-hidden>
                <span className={styles['bar']} style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className={styles['tallyCount']}>{formatCount(count)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
