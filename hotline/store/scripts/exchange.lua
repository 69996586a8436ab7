-- ARGV: given, up address, record, cell, stamp_hash, up_hash, down1, down2, erase1, erase2, erase1_hash, erase2_hash
-- Joined: status, lock1, cell1, lock2, cell2. Nothing for what does not stand, or not whole.
local up, record, cell = ARGV[2], ARGV[3], ARGV[4]
local status
if up == string.rep('\0', 32) then
  go_on_without_memory()
  redis.call('HSET', given.scratch, 'lock', record, 'content', cell)
  redis.call('EXPIREAT', given.scratch, after(given.spent_hours))
  status = 'done'
else
  status = put_object(1, up, record, cell, ARGV[5], ARGV[6], given.cell_ends)
  if status == 'generation' then return status end
end
local answer = {status}
for at = 7, 8 do
  local found = redis.call('HMGET', given.cell .. ARGV[at], 'lock', 'content')
  local is_whole = found[1] and found[2] and #found[1] == given.record_size and #found[2] == given.cell_size
  answer[#answer + 1] = is_whole and found[1] or ''
  answer[#answer + 1] = is_whole and found[2] or ''
end
for at = 9, 10 do erase_address(ARGV[at], ARGV[at + 2]) end
return joined(answer)
