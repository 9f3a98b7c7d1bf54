import type { RouteRecordRaw } from 'vue-router'

export const personnelRoutes: RouteRecordRaw[] = [
  {
    path: '/personnel',
    name: 'personnel',
    component: () => import('./PersonList.vue'),
    meta: { title: 'nav.personnel', permission: 'personnel:read' },
  },
  {
    path: '/personnel/new',
    name: 'person-new',
    component: () => import('./PersonNew.vue'),
    meta: { title: 'personnel.register', permission: 'personnel:write' },
  },
  {
    path: '/personnel/:id',
    name: 'person',
    component: () => import('./PersonDetail.vue'),
    props: true,
    meta: { title: 'personnel.file', permission: 'personnel:read' },
  },
  {
    path: '/personnel/:id/edit',
    name: 'person-edit',
    component: () => import('./PersonEdit.vue'),
    props: true,
    meta: { title: 'personnel.change', permission: 'personnel:write' },
  },
]
