import type { ExecutionEvent } from '#contract/entities.ts'

const FAILED = new Set(['failed', 'error', 'timeout'])

/** Whether an event tells of a failure, by its type, its message or its status. */
export const isErrorEvent = (event: Pick<ExecutionEvent, 'event_type' | 'error_message' | 'status'>): boolean =>
  event.event_type === 'error' || hasMessage(event) || FAILED.has(event.status ?? '')

/** Writers that fill every column put an empty text where nothing failed. */
const hasMessage = ({ error_message }: Pick<ExecutionEvent, 'error_message'>): boolean =>
  error_message !== null && error_message.trim() !== ''
