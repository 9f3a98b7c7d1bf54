import { ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message-box/style/css'

interface Question {
  title: string
  text: string
  yes: string
  no: string
}

/** Asks before something that cannot simply be undone; closing the question is a no. */
export const confirmed = ({ title, text, yes, no }: Question): Promise<boolean> =>
  ElMessageBox.confirm(text, title, { confirmButtonText: yes, cancelButtonText: no, type: 'warning' }).then(
    () => true,
    () => false,
  )
