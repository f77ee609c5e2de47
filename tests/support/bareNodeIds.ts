import { parseAst } from 'vite'

/** Parameters of these types hold nodes of one run only, among which an id alone is an address. */
const OF_ONE_RUN = new Set(['DagReply', 'Outline', 'Picture'])
/** Functions that are made for the nodes of one graph. */
const MADE_FOR_ONE_RUN = new Set(['LabelOf'])

type Tree = { readonly type: string; readonly start: number; readonly end: number }
/** A part of the syntax tree; which fields it has depends on its type. */
type Part = Tree & Readonly<Record<string, unknown>>

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && 'type' in value
const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? value : [value]).filter(isPart)

/**
 * The signatures that other modules see and that take a node id but neither its run nor anything that is of one run: those of
 * exported functions and classes, and those in types. A ref carries both. What stands in the body of a function is its own affair.
 */
export function bareNodeIds(file: string, code: string): readonly string[] {
  if (!code.includes('NodeId')) return []
  const program: unknown = parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file)
  return partsOf(isPart(program) ? program['body'] : undefined)
    .filter(({ type }) => /^(?:Export|TSTypeAlias|TSInterface)/.test(type))
    .flatMap(signaturesIn)
    .filter((parameters) => lacksRun(parameters.map((parameter) => parameterOf(code, parameter))))
    .map((parameters) => `${file}: (${parameters.map(({ start, end }) => code.slice(start, end)).join(', ')})`)
}

/** The parameters of every function and function type within. */
function signaturesIn(part: Part): readonly (readonly Part[])[] {
  if (part.type === 'BlockStatement') return []
  const [name] = partsOf(part['id'])
  if (part.type === 'TSTypeAliasDeclaration' && MADE_FOR_ONE_RUN.has(String(name?.['name']))) return []
  const own = part.type.includes('Function') || part.type === 'TSMethodSignature' ? [partsOf(part['params'])] : []
  return [...own, ...Object.values(part).flatMap(partsOf).flatMap(signaturesIn)]
}

type Parameter = { readonly name: string; readonly types: readonly string[] }

/** Its name, and its type as the members of a union; `undefined` among them where it may be left out. */
function parameterOf(code: string, parameter: Part): Parameter {
  const [target = parameter] = partsOf(parameter['left'] ?? parameter['parameter'])
  const [annotation] = partsOf(target['typeAnnotation'])
  const text = annotation ? code.slice(annotation.start + 1, annotation.end) : ''
  const types = text.split('|').map((type) => type.trim())
  return { name: String(target['name']), types: target['optional'] ? [...types, 'undefined'] : types }
}

function lacksRun(parameters: readonly Parameter[]): boolean {
  const takesId = parameters.some(({ name, types }) => /^node_?[iI]d$/.test(name) && types.includes('NodeId'))
  const bearsRun = ({ types: [type = '', ...others] }: Parameter) =>
    others.length === 0 && (type === 'RunId' || OF_ONE_RUN.has(type))
  return takesId && !parameters.some(bearsRun)
}
