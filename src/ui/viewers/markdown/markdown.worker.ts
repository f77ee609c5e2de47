import { markdownTree } from './markdownTree.ts'

/** One text, one tree. */
addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage(markdownTree(data))
})
