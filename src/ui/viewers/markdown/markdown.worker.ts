import { markdownTree } from './markdownTree.ts'

/** Answers each text with one tree. */
addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage(markdownTree(data))
})
