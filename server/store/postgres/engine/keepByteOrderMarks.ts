/**
 * Imported first in the embedded database's worker, for its side effect. PGlite creates a `TextDecoder` without options
 * and decodes every column with it, so texts would lose a leading U+FEFF: two different ids would read back as one, and
 * an id of only U+FEFF as empty. PGlite does not accept a decoder, so this replaces the thread's own with one that
 * keeps the mark. Nothing else runs in this thread.
 */
class WholeTextDecoder extends TextDecoder {
  constructor(label?: string, options?: TextDecoderOptions) {
    super(label, { ...options, ignoreBOM: true })
  }
}

globalThis.TextDecoder = WholeTextDecoder
