-- ARGV: given. Redis's Lua keeps the strings of scripts that have ended, ids and ciphertext among them, until it happens to
-- collect what it no longer needs; on a quiet server that may be never.
collectgarbage()
return 'done'
