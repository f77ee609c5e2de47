import { readBytes } from './readBytes.ts'

/**
 * What the gzip bytes hold, or undefined where it is more than `maxBytes`: not much more than that is ever unpacked.
 * Rejects where the bytes are damaged, cut off, or followed by others that are no gzip.
 */
export const inflate = (
  bytes: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  readBytes(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')), maxBytes)
