-- ARGV: given, case_id, secret_hash
-- The lease key of a case that a member asks about and somebody holds, its release class and number of acceptances.
local case_id = ARGV[2]
if not is_member(ARGV[3]) or not case_stands(case_id) or not is_held(case_id) then return {} end
return redis.call('HMGET', given.case .. case_id, 'lease', 'release')
