/**
 * Imported first in the worker of the embedded database, for what it does. PGlite makes a `TextDecoder` without options and
 * reads every column by it, so that a text would lose a leading U+FEFF: two different ids would read back as one, and an id
 * of nothing else as empty. PGlite takes no decoder, so that the one of this thread keeps the mark. Nothing else runs here.
 */
class WholeTextDecoder extends TextDecoder {
  constructor(label?: string, options?: TextDecoderOptions) {
    super(label, { ...options, ignoreBOM: true })
  }
}

globalThis.TextDecoder = WholeTextDecoder
