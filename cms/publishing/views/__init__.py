"""What staff see of publishing, in the admin."""
