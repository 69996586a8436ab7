-- ARGV: given.
forget_what_scripts_did()
return 'done'
