-- ARGV: given, then key, old record, new record … Replaces a record only if it still is the one that was read.
for at = 2, #ARGV, 3 do
  if redis.call('HGET', ARGV[at], 'lock') == ARGV[at + 1] then redis.call('HSET', ARGV[at], 'lock', ARGV[at + 2]) end
end
return 'done'
