import * as z from 'zod/mini'
import { EventId, FileId, MessageId, NodeId, SessionId } from './ids.ts'

/**
 * Invisible characters: zero-width characters, bidirectional marks, soft hyphens, fillers, tags and line separators.
 * With them, two different ids can look alike.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u
/** Within an emoji they are visible: U+FE0F selects the coloured form, U+200D joins two emoji into one. */
const JOINED_EMOJI =
  /\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?(?:\u200d\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)*/gu

function invisibleIn(text: string): string | undefined {
  if (!INVISIBLE.test(text)) return undefined
  const [found] = INVISIBLE.exec(text.replace(JOINED_EMOJI, '')) ?? []
  return found === undefined ? undefined : codePoint(found)
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

const isVisible = (what: string) =>
  z.refine<string>((text) => invisibleIn(text) === undefined, {
    error: ({ input }) =>
      `${what} must not contain invisible characters such as ${invisibleIn(String(input)) ?? 'U+200B'}`,
  })

/** Schemas for ids given by writers. */
export const NewSessionId = SessionId.check(isVisible('session_id'))
export const NewNodeId = NodeId.check(isVisible('node_id'))
export const NewEventId = EventId.check(isVisible('event_id'))
export const NewFileId = FileId.check(isVisible('file_id'))
export const NewMessageId = MessageId.check(isVisible('message_id'))
