import { care } from './care'
import { codes } from './codes'
import { common } from './common'
import { divisions } from './divisions'
import { drafts } from './drafts'
import { ending } from './ending'
import { events } from './events'
import { home } from './home'
import { imports } from './imports'
import { keying } from './keying'
import { papers } from './papers'
import { personnel } from './personnel'
import { premises } from './premises'
import { relapse } from './relapse'
import { reports } from './reports'
import { rules } from './rules'
import { session } from './session'
import { staff } from './staff'
import { tasks } from './tasks'
import { transfers } from './transfers'
import type { Shape } from '../shape'
import type { zh } from '../zh'

export const en: Shape<typeof zh> = {
  ...common,
  care,
  codes,
  divisions,
  drafts,
  ending,
  events,
  home,
  imports,
  keying,
  papers,
  personnel,
  premises,
  relapse,
  reports,
  rules,
  session,
  staff,
  tasks,
  transfers,
}
