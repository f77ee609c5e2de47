/** Whose clock times are shown by: the reader's own, or UTC. */
export const CLOCK_ZONES = ['local', 'utc'] as const
export type ClockZone = (typeof CLOCK_ZONES)[number]

let zone: ClockZone = 'local'

/** One zone for the whole app, so that no function that formats a time needs it as a parameter. */
export const clockZone = (): ClockZone => zone

/** Takes effect with the next rendering: what shows times is rendered anew under another key. */
export function setClockZone(next: ClockZone): void {
  zone = next
}
