import type { EventColumns } from '#contract/columns.ts'
import type { EventRow } from '#contract/entities.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { anEvent } from '#mocks/fixtures/builders.ts'
import { eventColumns } from '#server/http/eventColumns.ts'
import { deriveEvent } from '#server/store/prepare/deriveEvent.ts'

export type UnassignedEvent = Parameters<typeof anEvent>[0]

/** The columns that the server makes of these events. */
export const columns = (...events: readonly UnassignedEvent[]): EventColumns =>
  eventColumns(
    events.map((loose) => {
      const event = anEvent(loose)
      const us = (time: EventRow['timestamp']) => (time === null ? null : microsecondsOf(time))
      return {
        ...event,
        ...deriveEvent(event),
        started_us: us(event.started_at ?? event.timestamp),
        completed_us: us(event.completed_at),
      }
    }),
  )
