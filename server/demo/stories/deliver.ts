import { type Act, by, callTool, type FileDraft, write } from '../act.ts'
import type { Brief } from './Story.ts'

/**
 * Writes a result as a file, or where the run keeps none puts its gist into the notes of the session. The content is
 * made only where it is kept.
 */
export const deliver = (
  brief: Brief,
  type: FileDraft['type'],
  path: string,
  content: () => FileDraft['content'],
  gist: string,
): Act =>
  brief.keepsFiles
    ? write({ path, type, content: content() })
    : callTool(
        'notes.put',
        { title: gist.split(':', 1)[0] ?? gist, text: gist },
        { note: `n-${brief.random.int(1000, 9999)}` },
        0.3,
      )

/** A chart, which the plotting agent draws for whoever asks. */
export const deliverPlot = (brief: Brief, path: string, draw: () => FileDraft['content'], gist: string): Act =>
  by('plot_agent', deliver(brief, 'plot', path, draw, gist))
