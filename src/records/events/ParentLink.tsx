import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventId, RunId } from '#contract/ids.ts'
import { ApiProblemError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { shortId } from '#src/lib/format.ts'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

type Props = {
  readonly run_id: RunId
  readonly parent: EventId
  readonly onOpen: (event: ExecutionEvent) => void
}

/** A link to the parent event, which is fetched on click: only then is its node known. */
export function ParentLink({ run_id, parent, onOpen }: Props) {
  const client = useQueryClient()
  const [answer, setAnswer] = useState<'none' | 'missing' | 'unread'>('none')
  const open = async () => {
    try {
      onOpen(await client.fetchQuery(runQueries.event(run_id, parent)))
    } catch (error) {
      setAnswer(error instanceof ApiProblemError && error.problem.status === 404 ? 'missing' : 'unread')
    }
  }
  const id = <span className="mono">{visibleText(shortId(parent))}</span>
  switch (answer) {
    case 'missing':
      return <span role="alert">{id}, not in this run</span>
    case 'unread':
      return (
        <span role="alert">
          {id} could not be loaded. <TextButton onClick={() => void open()}>Try again</TextButton>
        </span>
      )
    case 'none':
      return <TextButton onClick={() => void open()}>{id}</TextButton>
  }
}
