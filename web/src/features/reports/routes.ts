import type { RouteRecordRaw } from 'vue-router'

export const reportRoutes: RouteRecordRaw[] = [
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./ReportList.vue'),
    meta: { title: 'nav.reports', permission: 'reports:read' },
  },
  {
    path: '/reports/:id',
    name: 'report',
    component: () => import('./ReportPage.vue'),
    props: true,
    meta: { title: 'nav.reports', permission: 'reports:read' },
  },
  {
    path: '/reports/:id/last-year',
    name: 'report-last-year',
    component: () => import('./LastYearPage.vue'),
    props: true,
    meta: { title: 'last_year.title', permission: 'reports:read' },
  },
]
