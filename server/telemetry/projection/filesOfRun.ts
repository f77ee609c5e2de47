import type { NewFile } from '#server/store/ports/writer.ts'
import { timestampOf } from '#contract/timestamps.ts'
import type { Pace } from '#server/lib/Pace.ts'
import { contentHash } from '#server/lib/contentHash.ts'
import { type AgentSpan, type FileClaim, isCallKind, isNodeKind, type SpanKind } from './AgentSpan.ts'
import { present } from './attributes.ts'
import type { EventDraft } from './EventDraft.ts'
import { filesInMessages, filesInResult } from './fileClaims.ts'
import { extensionOf, fileTypeOf, mimeOfPath } from './fileTypes.ts'
import { actorOf, nodeIdIn, roleIn, type RunView } from './RunView.ts'
import type { TreeSpan } from './spanTree.ts'
import { eventIdOf, fileIdOf } from './telemetryIds.ts'

/** Maximum size of stored content in bytes. Of a larger file, only its existence is recorded. */
export const FILE_MAX = 5 * 1024 * 1024

export type FilesOfRun = { readonly files: readonly NewFile[]; readonly events: readonly EventDraft[] }

type Found = { readonly file: NewFile; readonly event: EventDraft | undefined }

/**
 * The files that spans contain or refer to. Each content appears once per run, at the span that ended first, which is
 * the innermost. A file known only by its path is merged with a known one of the same path.
 */
export async function filesOfRun(view: RunView, pace: Pace): Promise<FilesOfRun> {
  const found = new Map<string, Found>()
  const byPath = new Map<string, string>()
  for (const one of [...view.tree.spans].sort(byEnd)) {
    if (pace.isDue) await pace.rest()
    for (const claim of claimsOf(one.span, roleIn(view, one))) {
      const content = contentOf(claim)
      const hash = content.bytes && (await contentHash(content.bytes))
      const identity = hash ?? (claim.uri === undefined ? `size:${content.size}` : `uri:${claim.uri}`)
      const file = fileOf(view, one, claim, content, hash, identity)
      const knownAs = byPath.get(file.file_path)
      const known = found.get(identity) ?? (knownAs === undefined ? undefined : found.get(knownAs))
      const isSame = known !== undefined && (hash === undefined || known.file.sha256 === hash)
      // If a file was read before and is written now, show the write.
      const isWritten = known?.event === undefined && claim.isRead !== true
      if (isSame && !isWritten) continue
      if (knownAs !== undefined && (isSame || known?.file.sha256 === null)) found.delete(knownAs)
      found.set(identity, { file, event: claim.isRead === true ? undefined : eventOf(view, one, file, identity) })
      byPath.set(file.file_path, identity)
    }
  }
  return {
    files: [...found.values()].map(({ file }) => file),
    events: [...found.values()].flatMap(({ event }) => event ?? []),
  }
}

const byEnd = (a: TreeSpan, b: TreeSpan): number =>
  (a.span.end ?? Infinity) - (b.span.end ?? Infinity) || b.depth - a.depth || (a.span.key < b.span.key ? -1 : 1)

/** Messages are searched for file parts, tool results for anything that looks like a file. */
function claimsOf(span: AgentSpan, role: SpanKind): readonly FileClaim[] {
  if (role === 'noise') return []
  const told = span.files ?? []
  if (role === 'tool') return [...told, ...filesInResult(span.outputs)]
  return told.length > 0 || !(isCallKind(role) || isNodeKind(role)) ? told : filesInMessages(span.outputs)
}

type Content = { readonly bytes: Uint8Array<ArrayBuffer> | undefined; readonly size: number | undefined }

function contentOf({ base64, text }: FileClaim): Content {
  if (text !== undefined) {
    const bytes = new TextEncoder().encode(text)
    return { bytes: bytes.length > FILE_MAX ? undefined : bytes, size: bytes.length }
  }
  if (base64 === undefined) return { bytes: undefined, size: undefined }
  const plain = base64.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/')
  const size = Math.floor((plain.replace(/=+$/, '').length * 3) / 4)
  if (size > FILE_MAX) return { bytes: undefined, size }
  try {
    const bytes = Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
    return { bytes, size: bytes.length }
  } catch {
    // It only looked like base64, but the file did exist.
    return { bytes: undefined, size: undefined }
  }
}

function fileOf(
  view: RunView,
  one: TreeSpan,
  claim: FileClaim,
  content: Content,
  hash: string | undefined,
  identity: string,
): NewFile {
  const named = claim.name ?? claim.uri
  const mime = claim.mime ?? (named === undefined ? undefined : mimeOfPath(named))
  const file_path = named ?? `generated-${(hash ?? eventIdOf(one.span.key, identity)).slice(0, 8)}${extensionOf(mime)}`
  return {
    run_id: view.run_id,
    file_id: fileIdOf(view.run_id, identity),
    node_id: nodeIdIn(view, one),
    event_id: eventIdOf(one.span.key, claim.isRead === true ? 'start' : `file:${identity}`),
    file_path,
    file_type: fileTypeOf(file_path, mime),
    size_bytes: content.size ?? claim.size ?? null,
    sha256: hash ?? null,
    created_at: timestampOf(one.span.end ?? one.span.start),
    meta: present({
      mime_type: mime,
      uri: claim.uri,
      access: claim.isRead === true ? 'read' : undefined,
      span_id: one.span.raw.span_id,
    }),
    content: content.bytes,
  }
}

function eventOf(view: RunView, one: TreeSpan, file: NewFile, identity: string): EventDraft {
  const { span } = one
  const at = span.end ?? span.start
  const candidate = view.candidateOf.get(one)
  return {
    place: {
      run_id: view.run_id,
      node_id: file.node_id,
      agent_name: actorOf(candidate) ?? span.agent ?? null,
      parent_event_id:
        view.callEvent.get(one) ?? (candidate === undefined || candidate.isCall ? null : candidate.startEvent),
    },
    event_id: eventIdOf(span.key, `file:${identity}`),
    event_type: 'file_gen',
    event_subtype: null,
    at,
    isEnd: true,
    started: at,
    ended: at,
    status: 'completed',
    error: undefined,
    inputs: null,
    outputs: present({
      file_path: file.file_path,
      mime_type: file.meta['mime_type'],
      size_bytes: file.size_bytes ?? undefined,
    }),
    meta: present({ kind: 'file', trace_id: span.raw.trace_id, span_id: span.raw.span_id }),
  }
}
