import type { LucideIcon } from 'lucide-react'
import { detailAt } from '../detailAt.ts'
import { areaOf, bitmapFor, fitToPixels, isSameView, placeIn, uncovered, type Bitmap, type View } from './Bitmap.ts'
import type { Brush } from './Brush.ts'
import { FittedText } from './FittedText.ts'
import type { Area } from './GridIndex.ts'
import { paintOverlay, type Attention } from './paintOverlay.ts'
import { cheapVisible } from './cheapVisible.ts'
import { paintOne, paintPicture, visibleIn, type Cards } from './paintPicture.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './Scene.ts'

/** Painting steps per frame. */
const STEPS = 4
/** Maximum number of newly visible lines painted until the whole is painted. */
const EDGES_WHILE_MOVING = 1200
/** Likewise for cards with text. */
const WORDS_WHILE_MOVING = 60
/** After card changes, the whole is repainted once there were none for `CALM_MS`, at the latest after `LATEST_MS`. */
const CALM_MS = 400
const LATEST_MS = 1500

type Theme = { readonly palette: Palette; readonly icons: ReadonlyMap<LucideIcon, Path2D> }
type CanvasBrush = Brush & { readonly context: CanvasRenderingContext2D }
type Job = { readonly bitmap: Bitmap; readonly scene: Scene; readonly steps: Iterator<void> }

const NOTHING: Attention = { hovered: -1, selected: -1, focused: -1, tie: -1 }

/**
 * The whole picture on one canvas, painted at most once per frame and only after a change. A cheap picture is repainted
 * completely. Otherwise the last picture is shown where it belongs now, uncovered areas are painted next to it, and the
 * next picture is painted in steps off screen.
 */
export class Surface {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #text: FittedText
  readonly #read: () => View
  readonly #onWhole: (scene: Scene) => void
  #theme: Theme
  #scene: Scene | undefined
  #cards: Cards = { data: [], ranks: new Uint8Array(), back: undefined, found: undefined }
  #attention = NOTHING
  #front: Bitmap | undefined
  #frontScene: Scene | undefined
  #job: Job | undefined
  #spare: HTMLCanvasElement | undefined
  /** Cards that changed since the current painting job started. */
  #late = new Set<number>()
  #changedAt = 0
  #wholeAt = 0
  #isStale = false
  /** The view on the canvas, if it was cheap enough not to be kept as a bitmap. */
  #shown: View | undefined
  #told: Scene | undefined
  #frame = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param read returns the current view
   * @param onWhole called when all of a scene is on the canvas for the first time
   */
  constructor(
    canvas: HTMLCanvasElement,
    context: CanvasRenderingContext2D,
    theme: Theme,
    read: () => View,
    onWhole: (scene: Scene) => void,
  ) {
    this.#canvas = canvas
    this.#context = context
    this.#theme = theme
    this.#text = new FittedText(context)
    this.#read = read
    this.#onWhole = onWhole
  }

  setScene(scene: Scene, cards: Cards): void {
    this.#scene = scene
    this.#cards = cards
    this.#job = undefined
    this.#late.clear()
    this.ask()
  }

  /** The same cards in other states. */
  setCards(cards: Cards): void {
    const former = this.#cards
    this.#cards = cards
    if (cards.back !== former.back) {
      this.#repaint()
      return
    }
    cards.data.forEach((data, card) => {
      if (data === former.data[card]) return
      this.#late.add(card)
      this.#isStale = true
    })
    if (!this.#isStale) return
    this.#changedAt = performance.now()
    this.ask()
  }

  setAttention(attention: Attention): void {
    this.#attention = attention
    this.ask()
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#repaint()
  }

  /** Discards everything painted so far. */
  #repaint(): void {
    this.#front = undefined
    this.#job = undefined
    this.ask()
  }

  /** Requests a repaint in the next frame. */
  ask(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      if (this.#scene) this.#paint(this.#scene)
    })
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
    this.#job = undefined
    this.#scene = undefined
  }

  #paint(scene: Scene): void {
    const view = this.#read()
    if (view.width === 0 || view.height === 0) return
    const ratio = window.devicePixelRatio || 1
    const cheap = cheapVisible(scene, this.#cards, view)
    if (!cheap) this.#keepShown(ratio)
    fitToPixels(this.#canvas, view, ratio)
    this.#context.setTransform(1, 0, 0, 1, 0, 0)
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    const brush = this.#brush(this.#context, view, ratio)
    if (cheap) {
      this.#aim(brush, view, ratio)
      finish(paintPicture(brush, scene, this.#cards, cheap))
      // Keep nothing: it is just as cheap the next time.
      this.#spare ??= this.#front?.canvas
      this.#front = undefined
      this.#job = undefined
      this.#late.clear()
      this.#isStale = false
      this.#shown = view
      this.#whole(scene)
    } else {
      this.#shown = undefined
      this.#advance(scene, view, ratio)
      this.#show(brush, scene, view, ratio)
    }
    this.#aim(brush, view, ratio)
    paintOverlay(brush, scene, this.#cards, this.#attention)
  }

  /** Turns the picture that was repainted every frame until now into the last picture. */
  #keepShown(ratio: number): void {
    if (this.#front || !this.#shown) return
    const bitmap = bitmapFor(this.#shown, ratio, this.#spare)
    if (!bitmap || bitmap.canvas.width !== this.#canvas.width || bitmap.canvas.height !== this.#canvas.height) return
    this.#spare = undefined
    bitmap.context.drawImage(this.#canvas, 0, 0)
    this.#front = bitmap
    this.#frontScene = undefined
  }

  /** Paints some steps of the next picture, and starts it if the last one no longer matches the view. */
  #advance(scene: Scene, view: View, ratio: number): void {
    if (!this.#job && this.#mustPaint(scene, view, ratio)) {
      const bitmap = bitmapFor(view, ratio, this.#spare)
      if (!bitmap) return
      this.#spare = undefined
      const visible = visibleIn(scene, this.#cards, areaOf(view))
      const steps = paintPicture(this.#brush(bitmap.context, view, ratio), scene, this.#cards, visible)
      this.#job = { bitmap, scene, steps }
      this.#late.clear()
      this.#isStale = false
    }
    const job = this.#job
    if (!job) return
    this.#aim(this.#brush(job.bitmap.context, job.bitmap.view, job.bitmap.ratio), job.bitmap.view, job.bitmap.ratio)
    // Before the first picture nothing is visible, so there is nothing to disturb.
    const most = this.#front ? STEPS : Number.POSITIVE_INFINITY
    for (let step = 0; step < most; step++) {
      if (!job.steps.next().done) continue
      this.#spare = this.#front?.canvas
      this.#front = job.bitmap
      this.#frontScene = job.scene
      this.#job = undefined
      this.#wholeAt = performance.now()
      this.#whole(job.scene)
      break
    }
    this.ask()
  }

  #mustPaint(scene: Scene, view: View, ratio: number): boolean {
    const front = this.#front
    if (!front || this.#frontScene !== scene || front.ratio !== ratio || !isSameView(front.view, view)) return true
    if (!this.#isStale) return false
    const now = performance.now()
    const wait = Math.min(this.#changedAt + CALM_MS - now, this.#wholeAt + LATEST_MS - now)
    if (wait <= 0) return true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.ask(), wait)
    return false
  }

  /** Shows the last picture where it belongs now, and paints the uncovered areas next to it. */
  #show(brush: CanvasBrush, scene: Scene, view: View, ratio: number): void {
    const { context } = brush
    const front = this.#front
    if (!front) return
    this.#patch(front, scene)
    const place = placeIn(view, front)
    context.setTransform(1, 0, 0, 1, 0, 0)
    const pixels = (length: number) => (front.view.zoom === view.zoom ? Math.round(length * ratio) : length * ratio)
    context.drawImage(
      front.canvas,
      pixels(place.left),
      pixels(place.top),
      pixels(place.right - place.left),
      pixels(place.bottom - place.top),
    )
    for (const part of uncovered(view, place)) this.#paintPart(brush, scene, view, ratio, part)
  }

  #paintPart(brush: CanvasBrush, scene: Scene, view: View, ratio: number, part: Area): void {
    const { context } = brush
    context.save()
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.beginPath()
    context.rect(part.left, part.top, part.right - part.left, part.bottom - part.top)
    context.clip()
    this.#aim(brush, view, ratio)
    const layout = (x: number, y: number) => [(x - view.x) / view.zoom, (y - view.y) / view.zoom] as const
    const [left, top] = layout(part.left, part.top)
    const [right, bottom] = layout(part.right, part.bottom)
    const visible = visibleIn(scene, this.#cards, { left, top, right, bottom }, EDGES_WHILE_MOVING)
    // Too many texts take too long; leave them out until the whole is painted.
    const isMany = visible.cards.length > WORDS_WHILE_MOVING
    const quick = isMany ? { ...brush, legibility: { ...brush.legibility, detail: 'colour' as const } } : brush
    finish(paintPicture(quick, scene, this.#cards, visible))
    context.restore()
  }

  /** Paints changed cards over those of the last picture. */
  #patch(front: Bitmap, scene: Scene): void {
    if (this.#late.size === 0 || this.#frontScene !== scene) return
    const brush = this.#brush(front.context, front.view, front.ratio)
    this.#aim(brush, front.view, front.ratio)
    for (const card of this.#late) paintOne(brush, scene, this.#cards, card, false)
    // The next picture may have painted them before they changed.
    if (!this.#job) this.#late.clear()
  }

  #aim({ context }: CanvasBrush, { x, y, zoom }: View, ratio: number): void {
    context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio)
  }

  #brush(context: CanvasRenderingContext2D, { zoom }: View, ratio: number): CanvasBrush {
    const { palette, icons } = this.#theme
    return {
      context,
      palette,
      icons,
      text: this.#text,
      legibility: detailAt(zoom),
      scale: zoom * ratio,
      pixel: 1 / zoom,
    }
  }

  #whole(scene: Scene): void {
    if (this.#told === scene) return
    this.#told = scene
    this.#onWhole(scene)
  }
}

function finish(steps: Iterator<void>): void {
  let isDone = false
  while (!isDone) isDone = steps.next().done === true
}
