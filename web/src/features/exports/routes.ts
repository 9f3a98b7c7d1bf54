import type { RouteRecordRaw } from 'vue-router'

export const exportRoutes: RouteRecordRaw[] = [
  {
    path: '/exports',
    name: 'exports',
    component: () => import('./ExportList.vue'),
    meta: { title: 'exports.title', permission: 'exports:request' },
  },
  {
    path: '/exports/new',
    name: 'export-new',
    component: () => import('./ExportNew.vue'),
    meta: { title: 'exports.ask', permission: 'exports:request' },
  },
  {
    path: '/exports/:id',
    name: 'export',
    component: () => import('./ExportPage.vue'),
    props: true,
    meta: { title: 'exports.one', permission: 'exports:request' },
  },
]
