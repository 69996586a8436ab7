-- ARGV: given, generation, cursor, how many at a time
-- Joined: the cursor to go on from, then member and record of each that is wrapped under another generation.
local go_on, members = unpack(redis.call('ZSCAN', given.ends, ARGV[3], 'COUNT', ARGV[4]))
local answer = {go_on}
for at = 1, #members, 2 do
  local member = members[at]
  local record = redis.call('HGET', key_of(member), 'lock')
  if record and string.sub(record, 1, 8) ~= ARGV[2] then
    answer[#answer + 1] = member
    answer[#answer + 1] = record
  end
end
return joined(answer)
