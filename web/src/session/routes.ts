import type { RouteRecordRaw } from 'vue-router'

export const sessionRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignIn.vue'),
    meta: { title: 'session.title', isOpen: true },
  },
  {
    path: '/set-up',
    name: 'set-up',
    component: () => import('./SetUp.vue'),
    meta: { title: 'session.set_up_title', isOpen: true },
  },
  {
    path: '/set-password',
    name: 'set-password',
    component: () => import('./SetPassword.vue'),
    meta: { title: 'accounts.set_password', isOpen: true },
  },
  { path: '/account', name: 'account', component: () => import('./Account.vue'), meta: { title: 'session.account' } },
  {
    path: '/not-allowed',
    name: 'not-allowed',
    component: () => import('./NotAllowed.vue'),
    meta: { title: 'problem.title' },
  },
  {
    path: '/:path(.*)*',
    name: 'missing',
    component: () => import('./MissingPage.vue'),
    meta: { title: 'problem.missing_page' },
  },
]
