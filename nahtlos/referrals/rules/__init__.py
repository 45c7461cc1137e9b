"""What holds for referrals: their states, their packages, their papers."""
