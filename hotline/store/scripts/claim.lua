-- ARGV: given, case_id, lease_pk, secret_hash, stamp_hash
-- The first wins; the same lease gets the same answer while it lasts; everyone else is refused.
local case_id, lease = ARGV[2], ARGV[3]
local key = given.case .. case_id
if not is_member(ARGV[4]) or not case_stands(case_id) then return {} end
if redis.call('HGET', key, 'lease') == lease then
  if not is_held(case_id) then return {} end
  return {redis.call('HGET', key, 'claims') - 1, redis.call('HGET', key, 'lock'), redis.call('HGET', key, 'sheet')}
end
if is_held(case_id) or is_remembered(ARGV[5]) then return {} end
local used = redis.call('HGET', key, 'used') or ''
for at = 1, #used, 32 do
  if string.sub(used, at, at + 31) == lease then return {} end
end
redis.call('HSET', key, 'used', used .. lease)
local before = redis.call('HINCRBY', key, 'claims', 1) - 1
redis.call('HSET', key, 'lease', lease)
redis.call('HDEL', key, 'accepted')
hold_until(case_id, given.lapse)
remember(ARGV[5])
return {before, redis.call('HGET', key, 'lock'), redis.call('HGET', key, 'sheet')}
