import { describe, expect, test } from 'vitest'
import { type AuditState, IN_BACKGROUND, isDue, ON_REQUEST, RETRY_MS } from '#server/store/audits/AuditPatience.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const state = (over: Partial<AuditState>): AuditState => ({
  revision: 100,
  audited: undefined,
  sinceWrite: 0,
  sinceAudit: HOUR,
  failures: 0,
  ...over,
})

describe('a run is due for the background', () => {
  test.each<[string, boolean, Partial<AuditState>]>([
    ['not when it is as it was audited', false, { audited: 100, sinceWrite: HOUR }],
    ['some seconds after it was written, if nobody audited it', true, { sinceWrite: 5 * SECOND }],
    ['not at once', false, { sinceWrite: 4 * SECOND, sinceAudit: 4 * SECOND }],
    ['some seconds after it grew by a tenth', true, { audited: 91, sinceWrite: 5 * SECOND, sinceAudit: SECOND }],
    ['not so soon after it grew by less', false, { audited: 95, sinceWrite: 50 * SECOND }],
    ['a minute after it grew by less', true, { audited: 95, sinceWrite: 60 * SECOND }],
    ['while it goes on, once it doubled', true, { audited: 50, sinceAudit: 60 * SECOND }],
    ['while it goes on, not before', false, { audited: 51, sinceAudit: HOUR }],
    ['while it goes on, not within a minute', false, { audited: 10, sinceAudit: 59 * SECOND }],
    ['while it goes on, a minute after it began', true, { sinceAudit: 60 * SECOND }],
    ['not soon after its audit failed', false, { failures: 1, sinceWrite: HOUR, sinceAudit: RETRY_MS - 1 }],
    ['a while after its audit failed', true, { failures: 1, sinceWrite: HOUR, sinceAudit: RETRY_MS }],
    ['later where it failed again', false, { failures: 3, sinceWrite: HOUR, sinceAudit: 4 * RETRY_MS - 1 }],
  ])('%s', (_when, expected, over) => {
    expect(isDue(state(over), IN_BACKGROUND)).toBe(expected)
  })

  test('its audits while it goes on are as many as its length has doublings', () => {
    let audits = 0
    let audited: number | undefined
    for (let revision = 1; revision <= 1_000_000; revision++)
      if (isDue(state({ revision, audited }), IN_BACKGROUND)) {
        audits += 1
        audited = revision
      }
    expect(audits).toBe(20)
  })
})

test('whoever asks for the report has what is new audited at once, but not again and again', () => {
  expect(isDue(state({}), ON_REQUEST)).toBe(true)
  expect(isDue(state({ audited: 60 }), ON_REQUEST)).toBe(false)
})
