import { AnnotationMode, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { clipText } from '#src/ui/viewers/text/clipText.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './PdfPage.module.css'

/** Maximum pixels of the image of a page, whatever the screen resolution and page size. */
const PIXELS_MAX = 12_000_000
/** Limits of a page's text for screen readers. */
const SPOKEN = { chars: 20_000, lines: Infinity }

type Props = {
  readonly document: PDFDocumentProxy
  /** From 1. */
  readonly number: number
  /** In layout pixels. */
  readonly width: number
}

/** One page as an image, without annotations, links and forms. Its text is available to screen readers. */
export function PdfPage({ document, number, width }: Props) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing')
  const [text, setText] = useState('')
  useEffect(() => {
    let isWanted = true
    let task: RenderTask | undefined
    const draw = async () => {
      const page = await document.getPage(number)
      const canvas = canvasRef.current
      if (!isWanted || !canvas) return
      const plain = page.getViewport({ scale: 1 })
      const sharp = (width / plain.width) * Math.min(2, window.devicePixelRatio || 1)
      const scale = Math.min(sharp, Math.sqrt(PIXELS_MAX / (plain.width * plain.height)))
      const viewport = page.getViewport({ scale })
      canvas.width = Math.max(1, Math.floor(viewport.width))
      canvas.height = Math.max(1, Math.floor(viewport.height))
      canvas.style.height = `${(width * plain.height) / plain.width}px`
      task = page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE })
      await task.promise
      const { items } = await page.getTextContent()
      if (!isWanted) return
      setText(items.map((item) => ('str' in item ? item.str : '')).join(' '))
      setState('drawn')
    }
    draw().catch(() => isWanted && setState('failed'))
    return () => {
      isWanted = false
      task?.cancel()
    }
  }, [document, number, width])
  return (
    <>
      <canvas
        ref={canvasRef}
        role="img"
        aria-label={`Page ${number} of ${document.numPages}`}
        className={styles['canvas']}
        data-state={state}
        style={{ width }}
      />
      {state === 'failed' && <p className={styles['failed']}>Page {number} could not be rendered.</p>}
      {text !== '' && <p className="unseen">{visibleText(clipText(text, SPOKEN))}</p>}
    </>
  )
}
