import { chromium } from 'playwright-core'
import { readFileSync, mkdirSync } from 'node:fs'
const acc = Object.fromEntries(readFileSync('/tmp/look.log','utf8').split('\n').filter(l=>/^\w+\s+[A-Z0-9]{16} /.test(l)).map(l=>l.trim().split(/\s+/).slice(0,2)))
mkdirSync('/tmp/shots',{recursive:true})
const b = await chromium.launch({executablePath:'/usr/bin/chromium',headless:true,args:['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']})
async function win(user,width,height){
  const c = await b.newContext({baseURL:'http://127.0.0.1:8099',viewport:{width,height},locale:'zh-CN',timezoneId:'Asia/Shanghai',reducedMotion:'reduce'})
  c.setDefaultTimeout(8000)
  const p = await c.newPage()
  p.on('pageerror',e=>console.log('ERR',p.url(),e.message))
  p.on('console',m=>{ if(m.type()==='error') console.log('CONSOLE',p.url(),m.text().slice(0,200)) })
  await p.goto('/sign-in')
  await p.getByLabel('账号').fill(user)
  await p.getByLabel('密码').fill(acc[user])
  await p.getByRole('button', { name: '登录', exact: true }).click()
  await p.waitForTimeout(2500)
  return p
}
async function shot(p,path,name,wait=1300){ try{ if(path) await p.goto(path); await p.waitForTimeout(wait); await p.screenshot({path:`/tmp/shots/${name}.png`,fullPage:true}) }catch(e){ console.log('FAIL',name,e.message.slice(0,200)) } }
const p = await win('office_head',1440,900)
await shot(p,null,'home')
const api = async (path)=> await p.evaluate(async (path)=>{ return 0 },path)
await shot(p,'/coverage','coverage',2500)
await shot(p,'/coverage/gaps','gaps')
await shot(p,'/premises','premises')
await p.goto('/premises'); await p.waitForTimeout(1000)
const link = await p.locator('a[href^="/premises/0"]').first().getAttribute('href').catch(()=>null)
console.log('place',link)
if(link){ await shot(p,link,'place'); await shot(p,link+'/inspect','inspect') }
await shot(p,'/premises/map','map',2500)
await shot(p,'/premises/proposals','proposals')
await shot(p,'/rectifications','rectifications')
await shot(p,'/leads','leads')
await shot(p,'/proof','proof')
await shot(p,'/inspections','inspections')
const il = await p.locator('a[href^="/inspections/0"]').first().getAttribute('href').catch(()=>null); console.log('insp',il)
if(il){ await shot(p,il,'inspection'); await shot(p,il+'/sign','sign') }
await p.goto('/campaigns'); await p.waitForTimeout(1200); await p.screenshot({path:'/tmp/shots/campaigns.png',fullPage:true})
const cl = (await p.locator('a[href^="/campaigns/0"]').evaluateAll(as=>as.map(a=>a.getAttribute('href'))).catch(()=>[]))[0]; console.log('camp',cl)
if(cl){ const base=cl.split('/').slice(0,3).join('/'); for(const s of ['coverage','units','gaps','sheet','keying']) await shot(p,base+'/'+s,'camp-'+s) }
await shot(p,'/drafts','drafts')
const g = await win('grid_worker',390,844)
await shot(g,null,'m-home'); await shot(g,'/premises','m-premises')
const gl = await g.locator('a[href^="/premises/0"]').first().getAttribute('href').catch(()=>null); console.log('gplace',gl)
if(gl){ await shot(g,gl,'m-place'); await shot(g,gl+'/inspect','m-inspect') }
await shot(g,'/tasks','m-tasks'); await shot(g,'/coverage','m-coverage',2000)
const po = await win('police',1440,900); await shot(po,'/leads','police-leads')
await b.close()
