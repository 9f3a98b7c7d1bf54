import { describe, expect, it } from 'vitest'
import { filterOf } from '@/exports/lists'
import { approversOf, mayDecide, mayFetch } from './export'

const asked = { state: 'awaiting_approval', requested_by: '周岚', approved_by: ['何平'] } as const
const waiting = { ...asked, approved_by: [...asked.approved_by] }

describe('an export', () => {
  it('is decided on by others, each once, and while it waits', () => {
    expect(mayDecide(waiting, { name: '郑河琛', mayApprove: true })).toBe(true)
    expect(mayDecide(waiting, { name: '周岚', mayApprove: true })).toBe(false)
    expect(mayDecide(waiting, { name: '何平', mayApprove: true })).toBe(false)
    expect(mayDecide(waiting, { name: '郑河琛', mayApprove: false })).toBe(false)
    expect(mayDecide({ ...waiting, state: 'queued' }, { name: '郑河琛', mayApprove: true })).toBe(false)
  })

  it('is fetched by whoever asked for it, once it is there', () => {
    expect(mayFetch({ ...waiting, state: 'ready' }, { name: '周岚' })).toBe(true)
    expect(mayFetch({ ...waiting, state: 'ready' }, { name: '何平' })).toBe(false)
    expect(mayFetch({ ...waiting, state: 'expired' }, { name: '周岚' })).toBe(false)
  })

  it('needs nobody while it is masked, and two where many are named by number', () => {
    expect(approversOf([])).toBe('nobody')
    expect(approversOf(['name'])).toBe('one')
    expect(approversOf(['name', 'contact'])).toBe('one_or_two')
  })

  it('is asked for as its list is narrowed, without the page one is on', () => {
    const query = { page: 3, per_page: 50, sort: '-updated_at', division: '990981107', q: '张 三', kind: undefined }
    expect(filterOf(query)).toBe('sort=-updated_at&division=990981107&q=%E5%BC%A0+%E4%B8%89')
  })
})
