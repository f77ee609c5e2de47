import { Skeleton } from '@mantine/core'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { plural } from '#src/lib/format.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { openPdf } from './openPdf.ts'
import { PdfPage } from './PdfPage.tsx'
import styles from './PdfPreview.module.css'

/** Maximum width of a page, and the gap between and around pages, in pixels. */
const WIDTH_MAX = 1100
const GAP = 12
/** Height divided by width of a page that is not loaded yet: A4. */
const ASPECT = Math.SQRT2

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly document: PDFDocumentProxy }
  | { readonly kind: 'broken' }

/** A PDF as images, page by page as they come into view. */
export function PdfPreview({ bytes }: { readonly bytes: Uint8Array<ArrayBuffer> }) {
  const [state, setState] = useState<State>({ kind: 'opening' })
  useEffect(() => {
    let isWanted = true
    const pdf = openPdf(bytes)
    pdf.document.then(
      (document) => isWanted && setState({ kind: 'open', document }),
      () => isWanted && setState({ kind: 'broken' }),
    )
    return () => {
      isWanted = false
      pdf.close()
    }
  }, [bytes])

  switch (state.kind) {
    case 'opening':
      return <Skeleton height={420} m={12} />
    case 'broken':
      return (
        <Notice title="This PDF could not be rendered.">
          <p>It is damaged or password-protected. Download it to open it in another program.</p>
        </Notice>
      )
    case 'open':
      return <Pages document={state.document} />
  }
}

function Pages({ document }: { readonly document: PDFDocumentProxy }) {
  const scrollRef = useRef<HTMLDivElement>(null)
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>()
  const mergedRef = useMergedRef(scrollRef, sizeRef)
  const pageWidth = Math.min(WIDTH_MAX, width - 2 * GAP)
  // oxlint-disable-next-line react/incompatible-library -- its functions are used in this component only
  const virtualizer = useVirtualizer({
    count: pageWidth > 0 ? document.numPages : 0,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => pageWidth * ASPECT + GAP,
    overscan: 1,
  })
  return (
    <>
      <p className={styles['count']}>{plural(document.numPages, 'page')}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll container must be reachable by keyboard */}
      <div ref={mergedRef} className={styles['scroll']} role="region" aria-label="Pages of the file" tabIndex={0}>
        <div className={styles['pages']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles['page']}
              style={{ transform: `translateY(${start}px)` }}
            >
              <PdfPage document={document} number={index + 1} width={pageWidth} />
            </div>
          ))}
        </div>
      </div>
    </>
  )
}
