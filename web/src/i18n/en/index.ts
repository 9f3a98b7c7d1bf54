import { codes } from './codes'
import { common } from './common'
import { divisions } from './divisions'
import { events } from './events'
import { home } from './home'
import { imports } from './imports'
import { personnel } from './personnel'
import { premises } from './premises'
import { reports } from './reports'
import { rules } from './rules'
import { session } from './session'
import { staff } from './staff'
import { tasks } from './tasks'
import type { Shape } from '../shape'
import type { zh } from '../zh'

export const en: Shape<typeof zh> = {
  ...common,
  codes,
  divisions,
  events,
  home,
  imports,
  personnel,
  premises,
  reports,
  rules,
  session,
  staff,
  tasks,
}
