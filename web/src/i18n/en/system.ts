import type { Shape } from '../shape'
import type { system as zh } from '../zh/system'

export const system: Shape<typeof zh> = {
  title: 'System and backups',
  tab: 'System',
  sub: 'How the program and its database stand, and how old the last backup is. This page is read anew every minute.',
  no_backup: 'No backup was ever taken',
  no_backup_text:
    'If the disk of the server fails, every record is lost. Take a backup today as described below, and one a week from now on.',
  old_backup: 'The last backup is too old: {ago}',
  old_backup_text:
    'There has been none for more than 8 days. Take one today, and find out why the weekly one did not happen.',
  good_backup: 'Last backup: {ago}',
  unchecked_text: 'Nobody has looked whether it is whole. Check it on the server with the command below.',
  checked_text: 'It was checked and is whole.',
  last_backup: 'Last backup',
  last_checked: 'Last backup that was checked',
  taken_at: 'Taken',
  kind: 'How',
  kind_copy: 'Copied by this program',
  kind_recorded: 'Taken by another tool and recorded',
  size: 'Size',
  checked_at: 'Checked',
  unchecked: 'Not checked',
  program: 'Program and database',
  version: 'Version',
  database: 'Database',
  database_sqlite: 'SQLite (one file)',
  database_postgresql: 'PostgreSQL',
  schema: 'Version of the schema',
  now: 'Clock of the server',
  journal: 'Journal and signatures',
  position: 'Changes written',
  sealed: 'Signed up to entry',
  signed_at: 'Last signed',
  unsigned: 'Not signed yet',
  to_proof: 'See the heads and check them',
  just_now: 'just now',
  ago_minutes: '{n} minute ago | {n} minutes ago',
  ago_hours: '{n} hour ago | {n} hours ago',
  ago_days: '{n} day ago | {n} days ago',
  how: 'How to back up and restore',
  how_take:
    'Back up: run this on the server, with a folder on another disk. The service goes on, and the file is named after the instant.',
  how_record:
    'Back up: use PostgreSQL’s own tools (pg_basebackup or pg_dump), and record the file, so that this page knows of it:',
  how_check: 'Check: whether the copy is whole, down to the signatures of the journal. The copy is not touched.',
  how_keys:
    'The keys are not in it: keep the key files of the data folder (vault.key, journal.key) apart, in another place than the backups. Without them no backup can be opened.',
  how_restore:
    'Restore: stop the service, put the copy where the database file was (move files of that name ending in -wal and -shm away first), lay the key files in place, verify, and start the service.',
  how_restore_server:
    'Restore: stop the service, restore the database with PostgreSQL’s own tools, lay the key files in place, verify, and start the service.',
}
