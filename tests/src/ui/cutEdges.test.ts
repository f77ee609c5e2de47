import { cutEdgesOf } from '#src/ui/hooks/useCutEdges.ts'
import { describe, expect, it } from 'vitest'

const row = (scrollLeft: number, scrollWidth = 500) => cutEdgesOf({ scrollLeft, clientWidth: 300, scrollWidth })

describe('the edges of a row at which there is more', () => {
  it('are none if all of it is in view, even by a fraction of a pixel less', () => {
    expect(row(0, 300)).toBeUndefined()
    expect(row(0.5, 300.9)).toBeUndefined()
  })
  it('are the end, both, and the start as it is scrolled through', () => {
    expect(row(0)).toBe('end')
    expect(row(100)).toBe('both')
    expect(row(200)).toBe('start')
  })
})
