import type { RouteRecordRaw } from 'vue-router'

export const draftRoutes: RouteRecordRaw[] = [
  {
    path: '/drafts',
    name: 'drafts',
    component: () => import('./DraftPage.vue'),
    meta: { title: 'drafts.title', permission: 'inspections:write' },
  },
]
