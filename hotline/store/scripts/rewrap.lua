-- ARGV: given, then member, old record, new record … Replaces a record only if it still is the one that was read.
-- An empty new record is for one that cannot be opened any more: its lock is gone, and with it the object.
go_on_without_memory()
for at = 2, #ARGV, 3 do
  local key = key_of(ARGV[at])
  if redis.call('HGET', key, 'lock') == ARGV[at + 1] then
    if ARGV[at + 2] == '' then
      redis.call('HDEL', key, 'lock')
    else
      redis.call('HSET', key, 'lock', ARGV[at + 2])
    end
  end
end
return 'done'
