import { Button } from '@mantine/core'
import { useState } from 'react'
import { plural } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import sectionStyles from '../section.module.css'
import styles from './CallChat.module.css'
import type { Turn } from './ChatPart.ts'
import { ChatPartView } from './ChatPartView.tsx'
import type { Chat } from './chatOf.ts'
import { RestFields } from './RestFields.tsx'

/** Agents send their whole history with each call. More turns than this begin folded; the latest stay. */
const TURNS_MAX = 24

/** A model call as a chat: what the model was sent, then its answer. */
export function CallChat({ chat: { asked, answered, besides } }: { readonly chat: Chat }) {
  const [isWhole, setIsWhole] = useState(false)
  const hidden = isWhole ? 0 : Math.max(0, asked.length - TURNS_MAX)
  return (
    <>
      <section className={sectionStyles['section']}>
        <h3 className={sectionStyles['title']}>Sent to the model</h3>
        {hidden > 0 && (
          <Button className={styles['earlier']} size="compact-xs" variant="default" onClick={() => setIsWhole(true)}>
            Show {plural(hidden, 'earlier turn')}
          </Button>
        )}
        {asked.length === 0 && <p className="dim">No messages recorded.</p>}
        <Turns turns={asked.slice(hidden)} />
        {besides.inputs && <RestFields value={besides.inputs} name="Other inputs" />}
      </section>
      <section className={sectionStyles['section']}>
        <h3 className={sectionStyles['title']}>Answer</h3>
        {answered.length === 0 && <p className="dim">No answer recorded.</p>}
        <Turns turns={answered} />
        {besides.outputs && <RestFields value={besides.outputs} name="Other outputs" />}
      </section>
    </>
  )
}

const Turns = ({ turns }: { readonly turns: readonly Turn[] }) =>
  turns.length > 0 && (
    <ol className={styles['turns']}>
      {turns.map(({ role, parts }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- turns have no id and never change
        <li key={index} className={styles['turn']} data-role={role}>
          <span className={styles['role']}>{visibleText(role)}</span>
          {parts.map((part, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- parts have no id and never change
            <ChatPartView key={at} part={part} isAside={role === 'system'} />
          ))}
        </li>
      ))}
    </ol>
  )
