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
    path: '/personnel/relapse',
    name: 'person-relapse',
    component: () => import('./relapse/RelapsePage.vue'),
    meta: { title: 'relapse.title', permission: 'control:end' },
  },
  {
    path: '/personnel/test-grid',
    name: 'test-grid',
    component: () => import('./test-grid/TestGridPage.vue'),
    meta: { title: 'nav.test_grid', permission: 'tests:write' },
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
  {
    path: '/personnel/:id/papers/:paper/:record',
    name: 'paper',
    component: () => import('./papers/PaperPage.vue'),
    props: true,
    meta: { title: 'papers.sheet', permission: 'papers:read', isPaper: true },
  },
  {
    path: '/transfers',
    name: 'transfers',
    component: () => import('./transfers/TransferPage.vue'),
    meta: { title: 'nav.transfers', permission: 'transfers:read' },
  },
]
