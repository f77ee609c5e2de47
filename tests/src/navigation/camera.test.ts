import { cameraOf, viewportAt } from '#src/graph/viewportFor.ts'
import { cameraText, parseCamera } from '#src/navigation/camera.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const canvas = fc.record({ width: fc.integer({ min: 100, max: 3000 }), height: fc.integer({ min: 100, max: 2000 }) })
const camera = fc.record({
  x: fc.integer({ min: -100_000, max: 100_000 }),
  y: fc.integer({ min: -100_000, max: 100_000 }),
  zoom: fc.integer({ min: 1, max: 20_000 }).map((parts) => parts / 10_000),
})

test('a link restores what was in the middle, at the same zoom, in a canvas of any size', () => {
  fc.assert(
    fc.property(camera, canvas, canvas, (sent, sender, receiver) => {
      const read = parseCamera(cameraText(cameraOf(viewportAt(sent, sender), sender)))
      expect(read).toEqual(sent)
      expect(cameraOf(viewportAt(sent, receiver), receiver)).toEqual(sent)
    }),
  )
})

test.each(['', '1,2', '1,2,3', '1,2,0', '1,2,-1', 'a,2,1', '1.5,2,1', '1,2,1,4', '1e99,2,1', 'Infinity,0,1', '1, 2,1'])(
  'a damaged camera is ignored: %j',
  (text) => expect(parseCamera(text)).toBeUndefined(),
)
