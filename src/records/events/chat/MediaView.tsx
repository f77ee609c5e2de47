import { useState } from 'react'
import { formatBytes } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import type { ChatPart } from './ChatPart.ts'
import styles from './MediaView.module.css'

type Media = Extract<ChatPart, { kind: 'image' | 'file' }>

/** Formats that browsers draw. An SVG in an image runs nothing and fetches nothing. */
const DRAWN = /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml)[;,]/i
const ADDRESS_BOUND = { chars: 200, lines: 3 }

/** An image that the call contains, drawn. Anything at an address is named and never requested. */
export function MediaView({ part }: { readonly part: Media }) {
  const { kind, address } = part
  const name = part.name === undefined ? undefined : visibleText(part.name)
  const [isBroken, setIsBroken] = useState(false)
  const isInline = /^data:/i.test(address)
  if (kind === 'image' && DRAWN.test(address) && !isBroken)
    return (
      <figure className={styles['figure']}>
        <img
          className={styles['image']}
          src={address}
          alt={name ?? 'Image in the message'}
          onError={() => setIsBroken(true)}
        />
        <figcaption className={styles['caption']}>{[name, sizeOf(address)].filter(Boolean).join(', ')}</figcaption>
      </figure>
    )
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['caption']}>
        {[kind === 'image' ? 'Image' : 'File', name, isInline && sizeOf(address)].filter(Boolean).join(', ')}
        {isBroken && '. The data is not an image that this browser can draw.'}
        {!isInline && kind === 'image' && '. Runlens requests nothing from other hosts.'}
      </figcaption>
      <BoundedText text={address} bound={ADDRESS_BOUND} as="code">
        {(shown) => <PlainText text={shown} />}
      </BoundedText>
    </figure>
  )
}

/** The size of the data, which Base64 writes in four characters for three bytes. */
function sizeOf(address: string): string {
  const data = address.length - address.indexOf(',') - 1
  return formatBytes(/^[^,]*;base64,/i.test(address) ? Math.floor((data * 3) / 4) : data)
}
