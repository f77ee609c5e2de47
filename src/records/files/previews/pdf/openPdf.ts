import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- Vite resolves this to the URL of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerUrl

/** Larger images in a PDF, in pixels, are skipped: a few bytes may claim to be gigapixels. */
const IMAGE_PIXELS_MAX = 50_000_000

export type OpenPdf = { readonly document: Promise<PDFDocumentProxy>; readonly close: () => void }

/**
 * Opens a PDF in a worker, from bytes already loaded. It fetches nothing, evaluates nothing, and renders fonts as
 * shapes. Scripts in it never run, because only pdf.js's own viewer contains an interpreter.
 */
export function openPdf(bytes: Uint8Array<ArrayBuffer>): OpenPdf {
  const task = getDocument({
    // A copy, because the buffer is transferred to the worker, and the original belongs to the cache.
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    // WebAssembly would require a weaker content security policy.
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    maxImageSize: IMAGE_PIXELS_MAX,
    verbosity: 0,
  })
  return { document: task.promise, close: () => void task.destroy() }
}
