import type { MessageRow } from '#contract/entities.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatBytes } from '#src/lib/format.ts'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Markdown } from '#src/ui/viewers/markdown/Markdown.tsx'
import textStyles from '../../ui/viewers/text/text.module.css'
import { WholeText } from '#src/ui/viewers/text/WholeText.tsx'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

/** A longer message is collapsed to its beginning. */
const BOUND = { chars: 1600, lines: 24 }

/** The text of a message as Markdown. Lists truncate very long ones; the full text is fetched on request. */
export function MessageText({ message }: { readonly message: MessageRow }) {
  if (message.content.trim() === '' && message.cut?.['content'] === undefined)
    return <p className="dim">Empty message.</p>
  return message.cut?.['content'] === undefined ? (
    <BoundedText text={message.content} bound={BOUND}>
      {(shown) => <Markdown text={shown} />}
    </BoundedText>
  ) : (
    <CutMessage message={message} bytes={message.cut['content']} />
  )
}

function CutMessage({ message, bytes }: { readonly message: MessageRow; readonly bytes: number }) {
  const [isWhole, setIsWhole] = useState(false)
  const whole = useQuery({ ...runQueries.message(message.run_id, message.message_id), enabled: isWhole })
  if (isWhole && whole.error)
    return <FailureNotice what="The full message" error={whole.error} onRetry={() => void whole.refetch()} />
  const text = isWhole ? whole.data?.content : undefined
  return (
    <>
      {text === undefined ? (
        <Markdown text={message.content.slice(0, BOUND.chars)} />
      ) : (
        <WholeText text={text} what="message" lines="wrapped" />
      )}
      <div className={textStyles['more']}>
        {!isWhole && <span className="dim">Start of a long message</span>}
        <Button
          size="compact-xs"
          variant="default"
          loading={isWhole && whole.isFetching}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? 'Show less' : `Show all ${formatBytes(bytes)}`}
        </Button>
      </div>
    </>
  )
}
