-- ARGV: given, flag, the count that was seen. What was counted before is dealt with; a later count stands.
-- Then Redis is made to forget what it no longer needs, and still has in memory.

-- Sizes of blocks in jemalloc (four steps to each doubling) below those that it gives back to the kernel.
local smallest, largest, stretch = 48, 14336, 262144
local header = 25 -- of a string in Lua, its last zero included

-- A block that outgrew its place was copied, and what it left is not overwritten. So as many strings of each size are
-- made as fill the places that are free.
local function overwrite_free_places()
  local filler = string.rep('0', largest)
  local size, step = smallest, 16
  while size <= largest do
    local strings = {}
    for n = 1, math.floor(stretch / size) do
      local name = tostring(n)
      strings[n] = name .. string.sub(filler, 1, size - header - #name)
    end
    if size >= 8 * step then step = 2 * step end
    size = size + step
  end
end

-- The buffer through which Redis writes to its file is kept, with what was in it, while it is small: so it is made large.
local function replace_file_buffer(flag)
  redis.call('SET', flag, string.rep('0', 8192))
  redis.call('DEL', flag)
end

go_on_without_memory()
if redis.call('GET', ARGV[2]) == ARGV[3] then replace_file_buffer(ARGV[2]) end
forget_what_scripts_did()
overwrite_free_places()
collectgarbage()
return 'done'
