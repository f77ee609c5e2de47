import { Canvas, FAINT, INK, VIRIDIS } from '#server/demo/files/Canvas.ts'
import type { WrittenFile } from './messages.ts'
import type { Topic } from './topics.ts'

/** The report as Markdown; the second draft says where its figures are from, which the reviewer asks for. */
export function reportOf({ title, question, angles }: Topic, draft: 1 | 2): WrittenFile {
  const sections = angles.map(
    ({ question, finding, page }) => `## ${question}\n\n${finding}${draft === 2 ? `\n\nSource: <${page}>` : ''}\n`,
  )
  const scores = angles.map(({ label, score }) => `| ${label} | ${score} |\n`).join('')
  const markdown = `# ${title}\n\n> ${question}\n\n${sections.join('\n')}\n## Scores\n\n| | of 100 |\n| --- | ---: |\n${scores}`
  return { name: `report-${draft}.md`, mime_type: 'text/markdown', bytes: new TextEncoder().encode(markdown) }
}

const BAR = 160
const BAR_HEIGHT = 18
const ROW = 30
const LEFT = 104

/** One bar for each angle. */
export function chartOf({ angles }: Topic): WrittenFile {
  const canvas = new Canvas(LEFT + BAR + 44, angles.length * ROW + 12, VIRIDIS)
  for (const [row, { label, score }] of angles.entries()) {
    const top = 12 + row * ROW
    canvas.text(LEFT - 10, top + 3, label, INK, 2, 'end')
    canvas.fill(LEFT, top, BAR, BAR_HEIGHT, FAINT)
    canvas.fill(LEFT, top, Math.round((score / 100) * BAR), BAR_HEIGHT, Canvas.shade(score / 100))
    canvas.frame(LEFT, top, BAR, BAR_HEIGHT, INK)
    canvas.text(LEFT + BAR + 10, top + 3, String(score), INK)
  }
  return { name: 'scores.png', mime_type: 'image/png', bytes: canvas.png() }
}
