"""Reading referrals: whose turn it is, what is late, what happened, and how well services answer."""
