-- ARGV: given, case_id, lease_pk
-- The number of this acceptance, the lock's record and the body; the same again while the lease lasts.
local case_id = ARGV[2]
local key = given.case .. case_id
if not case_stands(case_id) or not is_held(case_id) or redis.call('HGET', key, 'lease') ~= ARGV[3] then return {} end
local term = redis.call('HGET', key, 'accepted')
if not term then
  term = redis.call('HINCRBY', key, 'terms', 1) - 1
  redis.call('HSET', key, 'accepted', term)
  hold_until(case_id, given.lapse)
end
return {tonumber(term), redis.call('HGET', key, 'lock'), redis.call('HGET', key, 'body')}
