import type { MessageRow } from '#contract/entities.ts'
import type { MessageId, NodeRef } from '#contract/ids.ts'
import { MoreRows } from '#src/ui/controls/MoreRows.tsx'
import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import { useNextPage, type FurtherPages } from '#src/ui/hooks/useNextPage.ts'
import { useRovingRows } from '#src/ui/hooks/useRovingRows.ts'
import { useMemo, useState, type CSSProperties, type KeyboardEvent } from 'react'
import styles from './MessageSequence.module.css'
import { arrowFacts, UNKNOWN_PARTY } from './messageWords.ts'
import { sequenceOf, type Arrow } from './sequenceOf.ts'
import { SequenceRow } from './SequenceRow.tsx'

/** Pixels; keep in sync with MessageSequence.module.css. */
const ROW_HEIGHT = 44
const HEAD_HEIGHT = 36

type Props = {
  readonly messages: readonly MessageRow[]
  /** The total number of messages, including ones that are not loaded. */
  readonly total: number
  readonly pages: FurtherPages
  readonly chosen: MessageId | undefined
  readonly labelOf: (node: NodeRef) => string
  readonly onChoose: (message: MessageRow) => void
}

/**
 * A sequence diagram: a lifeline for each agent, an arrow for each message. Loads all pages, because the participants
 * are only known at the end. One tab stop; arrow keys move, Enter shows the message in the conversation.
 */
export function MessageSequence({ messages, total, pages, chosen, labelOf, onChoose }: Props) {
  const { parties, arrows } = useMemo(() => sequenceOf(messages), [messages])
  const keys = useMemo(() => messages.map(({ message_id }) => message_id), [messages])
  const list = useRovingRows({ keys, rowHeight: ROW_HEIGHT, headHeight: HEAD_HEIGHT, preferred: chosen })
  const { scrollRef, virtualizer, activeIndex } = list
  const [pointed, setPointed] = useState<number>()
  useNextPage(pages, true)

  const factsOf = (arrow: Arrow) => {
    const { run_id, node_id } = arrow.message
    return arrowFacts(arrow, parties, node_id === null ? undefined : labelOf({ run_id, node_id }))
  }
  const onKeyDown = (press: KeyboardEvent) => {
    const steps = rowSteps(press.key)
    if (steps === undefined || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return
    press.preventDefault()
    list.focusRow(stepped(activeIndex, steps, arrows.length))
  }
  const read = arrows[pointed ?? activeIndex]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- React's type of styles lacks custom properties
  const breadth = { '--lifelines': parties.length } as CSSProperties
  return (
    <div className={styles['sequence']} style={breadth}>
      <div ref={scrollRef} className={styles['scroll']}>
        <div className={styles['sheet']}>
          <div className={styles['heads']} aria-hidden>
            <span className={styles['corner']} />
            {parties.map((party) => (
              <span key={partyKey(party)} className={styles['head']} data-unknown={party === undefined || undefined}>
                <bdi className="ellipsis" title={party}>
                  {party ?? UNKNOWN_PARTY}
                </bdi>
              </span>
            ))}
          </div>
          <div className={styles['body']} style={{ height: virtualizer.getTotalSize() }}>
            <div className={styles['lifelines']} aria-hidden>
              {parties.map((party) => (
                <span key={partyKey(party)} data-unknown={party === undefined || undefined} />
              ))}
            </div>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its buttons take the focus; it handles the keys that move between them */}
            <ol className={styles['rows']} aria-label="Messages in sequence" onKeyDown={onKeyDown}>
              {virtualizer.getVirtualItems().map(({ key, index, start }) => {
                const arrow = arrows[index]
                return (
                  arrow && (
                    <SequenceRow
                      key={key}
                      arrow={arrow}
                      lifelines={parties.length}
                      facts={factsOf(arrow)}
                      index={index}
                      total={total}
                      isActive={index === activeIndex}
                      isChosen={arrow.message.message_id === chosen}
                      style={{ transform: `translateY(${start - HEAD_HEIGHT}px)` }}
                      onChoose={() => onChoose(arrow.message)}
                      onPoint={() => setPointed(index)}
                      onFocus={() => list.setActive(index)}
                    />
                  )
                )
              })}
            </ol>
          </div>
        </div>
      </div>
      <div className={styles['reading']} aria-hidden>
        {read && (
          <>
            <bdi className="ellipsis" title={read.words}>
              {read.words}
            </bdi>
            <span className="dim ellipsis" title={factsOf(read)}>
              {factsOf(read)}
            </span>
          </>
        )}
      </div>
      {pages.isFetchNextPageError && <MoreRows what="messages" rest={total - messages.length} pages={pages} />}
    </div>
  )
}

/** The prefix keeps an agent whose name is the placeholder distinct from the missing party. */
const partyKey = (party: string | undefined): string => (party === undefined ? 'nobody' : `: ${party}`)
