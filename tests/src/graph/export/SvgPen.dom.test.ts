import { SvgPen } from '#src/graph/export/SvgPen.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const parsed = (pen: SvgPen) =>
  new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${pen.markup()}</svg>`, 'image/svg+xml')

describe('a pen that writes SVG', () => {
  it('writes any text as text, so that none of it is markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const pen = new SvgPen()
        pen.font = '600 13px "Some Font", sans-serif'
        pen.fillText(`<script>${text}</script>&"'`, 1, 2)
        const document = parsed(pen)
        expect(document.querySelectorAll('text')).toHaveLength(1)
        expect(document.querySelectorAll('svg *')).toHaveLength(1)
        expect(document.querySelector('text')?.textContent).toContain('<script>')
      }),
    )
  })

  it('keeps colours, widths and places from save to restore', () => {
    const pen = new SvgPen()
    pen.strokeStyle = '#123456'
    pen.save()
    pen.translate(10, 20)
    pen.scale(0.5, 0.5)
    pen.strokeStyle = '#abcdef'
    pen.beginPath()
    pen.moveTo(0, 0)
    pen.lineTo(4, 0)
    pen.stroke()
    pen.restore()
    pen.stroke()
    const [inside, outside] = parsed(pen).querySelectorAll('path')
    expect(inside?.getAttribute('transform')).toBe('translate(10 20) scale(0.5 0.5)')
    expect(inside?.getAttribute('stroke')).toBe('#abcdef')
    expect(outside?.getAttribute('transform')).toBeNull()
    expect(outside?.getAttribute('stroke')).toBe('#123456')
  })

  it('rounds a corner as a canvas does', () => {
    const pen = new SvgPen()
    pen.beginPath()
    pen.moveTo(0, 0)
    pen.arcTo(10, 0, 10, 10, 4)
    pen.lineTo(10, 10)
    pen.stroke()
    // Clockwise on screen, where y grows downwards: the sweep of SVG is 1.
    expect(parsed(pen).querySelector('path')?.getAttribute('d')).toBe('M0 0L6 0A4 4 0 0 1 10 4L10 10')
  })

  it('takes no more of a side for its corners than there is', () => {
    const pen = new SvgPen()
    pen.beginPath()
    pen.roundRect(0, 0, 20, 4, 6)
    pen.fill()
    expect(parsed(pen).querySelector('path')?.getAttribute('d')).toMatch(/^M2 0L18 0A2 2 0 0 1 20 2/)
  })
})
