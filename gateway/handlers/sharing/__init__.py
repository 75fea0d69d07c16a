"""What learners share: snapshots, notifications, opt-outs (contract 2.16)."""
