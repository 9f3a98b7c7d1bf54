/** Tests speak both languages from the beginning. */
import { learn, locales } from '.'

await Promise.all(locales.map(learn))
