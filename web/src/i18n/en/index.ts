import type { Shape } from '../shape'
import type { zh } from '../zh'
import { access } from './access'
import { accounts } from './accounts'
import { assessment } from './assessment'
import { care } from './care'
import { clients } from './clients'
import { codes } from './codes'
import { common } from './common'
import { coverage } from './coverage'
import { defects } from './defects'
import { divisions } from './divisions'
import { drafts } from './drafts'
import { ending } from './ending'
import { events } from './events'
import { forms } from './forms'
import { exporting } from './exporting'
import { figures } from './figures'
import { history } from './history'
import { home } from './home'
import { imports } from './imports'
import { inspect } from './inspect'
import { keying } from './keying'
import { keys } from './keys'
import { lastYear } from './lastYear'
import { leads } from './leads'
import { lists } from './lists'
import { map } from './map'
import { notifications } from './notifications'
import { papers } from './papers'
import { personnel } from './personnel'
import { premises } from './premises'
import { proof } from './proof'
import { reconciliation } from './reconciliation'
import { register } from './register'
import { relapse } from './relapse'
import { reports } from './reports'
import { reveal } from './reveal'
import { reverting } from './reverting'
import { rules } from './rules'
import { secret } from './secret'
import { session } from './session'
import { signing } from './signing'
import { staff } from './staff'
import { statistics } from './statistics'
import { system } from './system'
import { tasks } from './tasks'
import { today } from './today'
import { transfers } from './transfers'
import { trying } from './trying'
import { views } from './views'
import { webhooks } from './webhooks'

export const en: Shape<typeof zh> = {
  ...common,
  access,
  accounts,
  assessment,
  care,
  clients,
  codes,
  coverage,
  defects,
  divisions,
  drafts,
  ending,
  events,
  forms,
  exports: exporting,
  figures,
  history,
  home,
  imports,
  inspect,
  keying,
  keys,
  last_year: lastYear,
  leads,
  lists,
  map,
  notifications,
  papers,
  personnel,
  premises,
  proof,
  reconciliation,
  register,
  relapse,
  reports,
  reveal,
  reverting,
  rules,
  secret,
  session,
  signing,
  staff,
  statistics,
  system,
  tasks,
  today,
  transfers,
  trying,
  views,
  webhooks,
}
