-- ARGV: given, file, hash, version, version that is replaced (0 for none), expires at, member hash, member hash or ''
local standing = tonumber(redis.call('HGET', given.directory, 'version') or 0)
if standing ~= tonumber(ARGV[5]) then return 'taken' end
redis.call('HSET', given.directory, 'file', ARGV[2], 'hash', ARGV[3], 'version', ARGV[4])
redis.call('EXPIREAT', given.directory, ARGV[6])
redis.call('DEL', given.members)
for at = 7, 8 do
  if ARGV[at] ~= '' then redis.call('SADD', given.members, ARGV[at]) end
end
redis.call('EXPIREAT', given.members, ARGV[6])
return 'done'
