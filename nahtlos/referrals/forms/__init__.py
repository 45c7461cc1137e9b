"""The shape of what people type about referrals."""
