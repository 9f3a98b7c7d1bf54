import { createRouter, createWebHistory, loadRouteLocation, type RouteLocationNormalized } from 'vue-router'
import { draftRoutes } from './drafts/routes'
import { accountRoutes } from './features/accounts/routes'
import { clientRoutes } from './features/clients/routes'
import { divisionRoutes } from './features/divisions/routes'
import { eventRoutes } from './features/events/routes'
import { exportRoutes } from './features/exports/routes'
import { homeRoutes } from './features/home/routes'
import { importRoutes } from './features/imports/routes'
import { notificationRoutes } from './features/notifications/routes'
import { personnelRoutes } from './features/personnel/routes'
import { premisesRoutes } from './features/premises/routes'
import { proofRoutes } from './features/proof/routes'
import { reconciliationRoutes } from './features/reconciliations/routes'
import { reportRoutes } from './features/reports/routes'
import { ruleRoutes } from './features/rules/routes'
import { staffRoutes } from './features/staff/routes'
import { statisticsRoutes } from './features/statistics/routes'
import { systemRoutes } from './features/system/routes'
import { taskRoutes } from './features/tasks/routes'
import { webhookRoutes } from './features/webhooks/routes'
import { i18n } from './i18n'
import type { Permission } from './session/permissions'
import { sessionRoutes } from './session/routes'
import { useSession } from './session/session'
import { arrive } from './ui/arrival'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title. */
    title: string
    /** What the page needs; a page without one is for everyone who is signed in. */
    permission?: Permission
    /** Reachable without being signed in. */
    isOpen?: boolean
    /** A form that is printed to be signed, and bears nothing of ours. */
    isPaper?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...homeRoutes,
    ...personnelRoutes,
    ...taskRoutes,
    ...premisesRoutes,
    ...draftRoutes,
    ...eventRoutes,
    ...reportRoutes,
    ...statisticsRoutes,
    ...importRoutes,
    ...exportRoutes,
    ...reconciliationRoutes,
    ...staffRoutes,
    ...notificationRoutes,
    ...divisionRoutes,
    ...ruleRoutes,
    ...accountRoutes,
    ...clientRoutes,
    ...webhookRoutes,
    ...proofRoutes,
    ...systemRoutes,
    ...sessionRoutes,
  ],
})

/** Fetches the files of a page before it is its turn; what cannot be fetched is told when the page is opened. */
function fetchAhead(to: RouteLocationNormalized): void {
  void loadRouteLocation(to).catch(() => undefined)
}

router.beforeEach(async (to) => {
  const session = useSession()
  // A server that cannot be reached leaves the person at the sign-in page, which says so when they try.
  await session
    .restore(() => {
      if (to.meta.isOpen !== true) fetchAhead(to)
    })
    .catch(() => undefined)
  if (to.meta.isOpen === true) return session.isSignedIn ? { name: 'home' } : true
  if (!session.isSignedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (to.meta.permission !== undefined && !session.can(to.meta.permission)) return { name: 'not-allowed' }
  return true
})

const reloaded = 'jindu.reloaded'

/** After an update of the server the files of an open page are gone; the page wanted is then loaded anew, once. */
router.onError((error: unknown, to) => {
  const isMissingFile =
    error instanceof Error && /dynamically imported module|importing a module|preload/i.test(error.message)
  if (!isMissingFile || window.sessionStorage.getItem(reloaded) === to.fullPath) return
  window.sessionStorage.setItem(reloaded, to.fullPath)
  window.location.assign(to.fullPath)
})

/** Going back leaves the scrolling to the browser, which remembers where one was. */
let isGoingBack = false
window.addEventListener('popstate', () => {
  isGoingBack = true
})

router.afterEach((to, from) => {
  document.title = `${i18n.global.t(to.meta.title)} · ${i18n.global.t('app.name')}`
  if (to.path !== from.path) {
    arrive()
    if (!isGoingBack) window.scrollTo(0, 0)
  }
  isGoingBack = false
  window.sessionStorage.removeItem(reloaded)
})
