-- ARGV: given, address, record, chunk, stamp_hash, address_hash
return put_object(3, ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], given.cell_ends)
