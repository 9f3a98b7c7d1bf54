/** Tests speak both languages from the beginning. */
import { paint } from '@/ui/painted'
import { learn, locales } from '.'

await Promise.all(locales.map(learn))
if ('requestAnimationFrame' in globalThis) paint()
