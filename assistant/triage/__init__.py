"""What a ticket probably is: learned from solved tickets, calibrated, with the right to say nothing."""
