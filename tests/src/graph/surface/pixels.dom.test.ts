import { areaOf, fitToPixels, resize } from '#src/graph/surface/Bitmap.ts'
import { watchPixelRatio } from '#src/lib/watchPixelRatio.ts'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'

const view = (width: number, height: number) => ({ x: 0, y: 0, zoom: 1, width, height })

it.each([1, 1.25, 1.5, 2, 3])('a canvas has the pixels of a screen with %f to a pixel of the page', (ratio) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }), (width, height) => {
      const canvas = document.createElement('canvas')
      fitToPixels(canvas, view(width, height), ratio)
      for (const [pixels, shown, wanted] of [
        [canvas.width, canvas.style.width, width],
        [canvas.height, canvas.style.height, height],
      ] as const) {
        expect(Number.isInteger(pixels)).toBe(true)
        // One to one, and no more than half a pixel larger or smaller than its place.
        expect(Number.parseFloat(shown) * ratio).toBeCloseTo(pixels, 3)
        expect(Math.abs(pixels - wanted * ratio)).toBeLessThanOrEqual(0.5)
      }
    }),
  )
})

it('a canvas of the same size is left as it is, for a new size clears it', () => {
  const canvas = document.createElement('canvas')
  resize(canvas, view(300, 200), 2)
  const set = vi.spyOn(canvas, 'width', 'set')
  resize(canvas, view(300, 200), 2)
  expect(set).not.toHaveBeenCalled()
  resize(canvas, view(300, 200), 1)
  expect(set).toHaveBeenCalledWith(300)
})

it('what is seen of the layout is the same on any screen', () => {
  expect(areaOf({ x: -100, y: 50, zoom: 0.5, width: 800, height: 600 })).toEqual({
    left: 200,
    top: -100,
    right: 1800,
    bottom: 1100,
  })
})

it('a window that is moved to another screen is told of, each time, until nobody asks', () => {
  const queries = new Map<string, EventTarget>()
  vi.stubGlobal('matchMedia', (query: string) => {
    const made = queries.get(query) ?? new EventTarget()
    queries.set(query, made)
    return made
  })
  const move = (to: number) => {
    const left = queries.get(`(resolution: ${devicePixelRatio}dppx)`)
    vi.stubGlobal('devicePixelRatio', to)
    left?.dispatchEvent(new Event('change'))
  }
  vi.stubGlobal('devicePixelRatio', 1)
  const tell = vi.fn()
  const end = watchPixelRatio(tell)
  move(2)
  move(1.5)
  expect(tell).toHaveBeenCalledTimes(2)
  end()
  move(1)
  expect(tell).toHaveBeenCalledTimes(2)
})
