-- ARGV: given, generation, then keys. One string, which costs the reader one step: for each key four bytes of length and so
-- much of its lock's record; of none, and of one under that generation, nothing but the length.
local found = {}
for at = 3, #ARGV do
  local record = redis.call('HGET', ARGV[at], 'lock')
  if not record or string.sub(record, 1, 8) == ARGV[2] then record = '' end
  found[at - 2] = struct.pack('>I4', #record) .. record
end
return table.concat(found)
