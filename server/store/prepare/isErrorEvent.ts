import type { ExecutionEvent } from '#contract/entities.ts'

const FAILED = new Set(['failed', 'error', 'timeout'])

/** Whether an event reports a failure, by its type, message or status. */
export const isErrorEvent = (event: Pick<ExecutionEvent, 'event_type' | 'error_message' | 'status'>): boolean =>
  event.event_type === 'error' || hasMessage(event) || FAILED.has(event.status ?? '')

/** Writers that fill every column leave an empty text when nothing failed. */
const hasMessage = ({ error_message }: Pick<ExecutionEvent, 'error_message'>): boolean =>
  error_message !== null && error_message.trim() !== ''
