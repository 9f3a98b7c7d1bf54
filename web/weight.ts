// What each page weighs when it is the first one opened: everything the browser fetches before it is there, compressed as
// the server sends it. Fails beyond the limits. Run after `vite build`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Manifest, ManifestChunk } from 'vite'

/** What the page after signing in may weigh, and any other that is opened by its address. */
const limits = { first: 300_000, other: 360_000 }
const folder = join(import.meta.dirname, 'dist')

const isManifest = (value: unknown): value is Manifest => typeof value === 'object' && value !== null
const manifest: unknown = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
if (!isManifest(manifest)) throw new Error('the build wrote no manifest')
const chunks = manifest

function chunkOf(name: string): ManifestChunk {
  const chunk = chunks[name]
  if (chunk === undefined) throw new Error(`the build has no ${name}`)
  return chunk
}

/** The files of a chunk and of all it imports before it runs. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const { file, css = [], imports = [] } = chunkOf(name)
  if (seen.has(file)) return seen
  for (const one of [file, ...css]) seen.add(one)
  for (const one of imports) filesOf(one, seen)
  return seen
}

const weights = new Map<string, number>()
function weightOf(file: string): number {
  const known = weights.get(file) ?? gzipSync(readFileSync(join(folder, file))).length
  weights.set(file, known)
  return known
}

const entry = 'index.html'
const pages = (chunkOf(entry).dynamicImports ?? []).filter((name) => name.startsWith('src/') && name.endsWith('.vue'))
const weighed = pages
  .map((page) => {
    const files = new Set(['index.html', ...filesOf(entry), ...filesOf(page)])
    return { page, bytes: [...files].reduce((sum, file) => sum + weightOf(file), 0) }
  })
  .sort((one, other) => other.bytes - one.bytes)

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
const first = weighed.find(({ page }) => page.endsWith('/HomePage.vue'))
if (first === undefined) throw new Error('the first page is no longer HomePage.vue')
console.log(
  `first page ${kilobytes(first.bytes)} of ${kilobytes(limits.first)}; the heaviest of ${weighed.length} pages:`,
)
for (const { page, bytes } of weighed.slice(0, 3)) console.log(`  ${kilobytes(bytes)} ${page}`)

const heavy = weighed.filter(({ bytes }) => bytes > limits.other)
if (first.bytes > limits.first) heavy.push(first)
if (heavy.length > 0) {
  console.error(`too heavy: ${heavy.map(({ page, bytes }) => `${page} ${kilobytes(bytes)}`).join(', ')}`)
  process.exitCode = 1
}
