import { assessment } from './assessment'
import { care } from './care'
import { codes } from './codes'
import { common } from './common'
import { coverage } from './coverage'
import { defects } from './defects'
import { divisions } from './divisions'
import { drafts } from './drafts'
import { ending } from './ending'
import { events } from './events'
import { figures } from './figures'
import { home } from './home'
import { imports } from './imports'
import { inspect } from './inspect'
import { keying } from './keying'
import { leads } from './leads'
import { map } from './map'
import { papers } from './papers'
import { personnel } from './personnel'
import { premises } from './premises'
import { proof } from './proof'
import { register } from './register'
import { relapse } from './relapse'
import { reports } from './reports'
import { rules } from './rules'
import { session } from './session'
import { signing } from './signing'
import { staff } from './staff'
import { statistics } from './statistics'
import { tasks } from './tasks'
import { transfers } from './transfers'

export const zh = {
  ...common,
  assessment,
  care,
  codes,
  coverage,
  defects,
  divisions,
  drafts,
  ending,
  events,
  figures,
  home,
  imports,
  inspect,
  keying,
  leads,
  map,
  papers,
  personnel,
  premises,
  proof,
  register,
  relapse,
  reports,
  rules,
  session,
  signing,
  staff,
  statistics,
  tasks,
  transfers,
}
