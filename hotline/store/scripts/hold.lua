-- ARGV: given, case_id, lease_pk, verb ("renew", "put back" or "close")
local case_id, verb = ARGV[2], ARGV[4]
local key = given.case .. case_id
if not case_stands(case_id) or not is_held(case_id) or redis.call('HGET', key, 'lease') ~= ARGV[3] then
  return 'refused'
end
if verb ~= 'put back' and not redis.call('HGET', key, 'accepted') then return 'refused' end
if verb == 'renew' then
  hold_until(case_id, math.max(given.lapse, tonumber(redis.call('ZSCORE', given.leases, case_id))))
elseif verb == 'put back' then
  hold_until(case_id, given.minute)
  redis.call('ZREM', given.leases, case_id)
  redis.call('HDEL', key, 'accepted')
  wake_visible(case_id)
else
  go_on_without_memory()
  erase_case(case_id)
  remember(ARGV[5])
end
return 'done'
