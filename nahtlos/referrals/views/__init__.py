"""Pages of referrals: what is asked, what is answered, what ends, and who goes on."""
