-- ARGV: given, up address, record, cell, stamp_hash, up_hash, then two of each, joined: down, erase, hashes of erase
-- Joined: status, lock1, cell1, lock2, cell2. Nothing for what does not stand, or not whole.
local up, record, cell = ARGV[2], ARGV[3], ARGV[4]
local function nth(addresses, n) return string.sub(addresses, 32 * n - 31, 32 * n) end
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
for n = 1, 2 do
  local found = redis.call('HMGET', given.cell .. nth(ARGV[7], n), 'lock', 'content')
  local is_whole = found[1] and found[2] and #found[1] == given.record_size and #found[2] == given.cell_size
  answer[#answer + 1] = is_whole and found[1] or ''
  answer[#answer + 1] = is_whole and found[2] or ''
end
for n = 1, 2 do erase_address(nth(ARGV[8], n), nth(ARGV[9], n)) end
return joined(answer)
