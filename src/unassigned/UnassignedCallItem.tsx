import type { UnassignedCallRow } from '#contract/telemetry.ts'
import { formatCount, formatDuration } from '#src/lib/format.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { callToken } from './callToken.ts'
import styles from './UnassignedCallItem.module.css'

/** In pixels; `UnassignedCallItem.module.css` has two lines for it. */
export const CALL_ROW_HEIGHT = 54

/** A call as two lines of the list: its name and outcome, then its prompt and service. */
export function UnassignedCallItem({ call }: { readonly call: UnassignedCallRow }) {
  const { word, Icon } = callToken(call.kind)
  const headline = visibleText(call.headline)
  const { asked, answered } = untold(call)
  return (
    <span className={styles['row']}>
      <span className={styles['icon']} title={word}>
        <Icon size={15} aria-hidden />
        <span className="unseen">{word}:</span>
      </span>
      <span className={styles['line']}>
        <span className={styles['headline']} title={headline}>
          {headline}
        </span>
        {call.status !== 'completed' && <StatusMark status={call.status} size={13} />}
        <span className={styles['aside']}>
          {call.duration_ms !== null && <span>{formatDuration(call.duration_ms)}</span>}
          <Moment at={call.started_at} />
        </span>
      </span>
      <span className={styles['line']}>
        <span className={styles['texts']}>
          {asked !== undefined && <span title={asked}>{asked}</span>}
          {answered !== undefined && (
            <span title={answered}>
              <span aria-hidden>→ </span>
              <span className="unseen">answered: </span>
              {answered}
            </span>
          )}
        </span>
        <span className={styles['aside']}>
          {tokensInWords(call)}
          {call.service !== null && <span className={styles['service']}>{visibleText(call.service)}</span>}
        </span>
      </span>
    </span>
  )
}

/** Details that the headline does not contain: a model's headline quotes the answer, a tool's its input. */
function untold({ kind, headline, asked, answered }: UnassignedCallRow) {
  const [question, answer] = [inOneLine(asked), inOneLine(answered)]
  const isQuoted = answer !== undefined && headline.includes(`“${answer.slice(0, QUOTED)}`)
  return {
    asked: kind === 'tool' && answer !== undefined ? undefined : question,
    answered: isQuoted ? undefined : answer,
  }
}

/** Number of characters compared to recognise a quotation. */
const QUOTED = 40

const inOneLine = (text: string | null): string | undefined =>
  text === null ? undefined : visibleText(text.replaceAll(/\s+/gu, ' '))

function tokensInWords({ input_tokens, output_tokens }: UnassignedCallRow): string | undefined {
  const known = [input_tokens, output_tokens].filter((tokens) => tokens !== null)
  return known.length === 0 ? undefined : `${known.map(formatCount).join(' + ')} tokens`
}
