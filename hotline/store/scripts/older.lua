-- ARGV: given, generation, then keys.
-- Joined, for each key its lock's record; nothing where there is none, or it is of that generation.
local found = {}
for at = 3, #ARGV do
  local record = redis.call('HGET', ARGV[at], 'lock')
  found[at - 2] = record and string.sub(record, 1, 8) ~= ARGV[2] and record or ''
end
return joined(found)
