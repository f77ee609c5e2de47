import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- Vite answers with the address of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = workerUrl

/** Pixels of one image in a PDF beyond which it is left out: a few bytes may claim to be gigapixels. */
const IMAGE_PIXELS_MAX = 50_000_000

export type OpenPdf = { readonly document: Promise<PDFDocumentProxy>; readonly close: () => void }

/**
 * Reads a PDF in a worker, from bytes that are here already: it fetches nothing, evaluates nothing, and draws its fonts as
 * shapes. Scripts in it have no interpreter, since only pdf.js's own viewer brings one.
 */
export function openPdf(bytes: Uint8Array<ArrayBuffer>): OpenPdf {
  const task = getDocument({
    // A copy, since the worker takes the buffer away, and the bytes belong to the cache.
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    // WebAssembly would need a hole in the content security policy.
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: true,
    maxImageSize: IMAGE_PIXELS_MAX,
    verbosity: 0,
  })
  return { document: task.promise, close: () => void task.destroy() }
}
