import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { initialsOf, isFoundBy } from './initials'
import { allPages } from './menu'

const { t } = i18n.global

describe('initials', () => {
  it.each([
    ['首页', 'sy'],
    ['人员', 'ry'],
    ['检测登记表', 'jcdjb'],
    ['变更执行地', 'bgzxd'],
    ['排查记录', 'pcjl'],
    ['排查行动', 'pcxd'],
    ['线索移交', 'xsyj'],
    ['领导小组', 'ldxz'],
    ['年度总结', 'ndzj'],
    ['村居与镇情', 'cjyzq'],
    ['啊阿爱八吧擦嚓大额发嘎哈机卡拉妈那哦趴七然三他挖西压杂', 'aaabbccdefghjklmnopqrstwxyz'],
    ['作做坐座昨左足最嘴罪钻', 'zzzzzzzzzzz'],
    ['B超 2 型', 'bc2x'],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })

  it('are there for every page of the menu', () => {
    expect(allPages.length).toBeGreaterThan(30)
    const without = allPages
      .map(({ title }) => t(title, {}, { locale: 'zh-CN' }))
      .filter((name) => !/^[a-z]{2,}$/.test(initialsOf(name)) || initialsOf(name).length !== name.length)
    expect(without).toEqual([])
  })
})

it('finds a name by a part of it in either language and by its initials', () => {
  const names = ['年度总结', 'Annual summary']
  for (const typed of ['总结', 'ndzj', 'NDZ', 'nd zj', 'zj', 'summary', 'Annual s']) {
    expect(isFoundBy(names, typed), typed).toBe(true)
  }
  for (const typed of ['总表', 'nzj', 'summarise']) expect(isFoundBy(names, typed), typed).toBe(false)
})
