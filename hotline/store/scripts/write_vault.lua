-- ARGV: given, address, record, sign_pk, version, content, stamp_hash, vault_hash
-- Version 1 makes the vault; each later one is exactly one more and replaces lock and content in the same step.
local key, version = given.vault .. ARGV[2], tonumber(ARGV[5])
local standing = redis.call('HMGET', key, 'sign_pk', 'version', 'content')
if standing[1] and standing[1] ~= ARGV[4] then return 'refused' end
local before = tonumber(standing[2] or 0)
if before == version and standing[3] == ARGV[6] then return 'done' end
if is_remembered(ARGV[7], ARGV[8]) then return 'refused' end
if version ~= before + 1 then return 'taken' end
if not is_current(ARGV[3]) then return 'generation' end
redis.call('HSET', key, 'lock', ARGV[3], 'sign_pk', ARGV[4], 'version', version, 'content', ARGV[6])
redis.call('EXPIREAT', key, given.backstop)
redis.call('ZADD', given.ends, given.vault_ends, string.char(2) .. ARGV[2])
expire_at(given.ends, given.backstop)
remember(ARGV[7])
if before > 0 then must_shred() end
return 'done'
