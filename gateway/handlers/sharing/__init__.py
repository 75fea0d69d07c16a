"""What learners share: snapshots, notifications, opt-outs."""
